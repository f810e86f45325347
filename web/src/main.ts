// 开门：装好会话、目录、路由，画出 App。
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { createRoutes } from './router'
import './styles/variables.css'
import './styles/base.css'
import './styles/print.css'

const app = createApp(App)
app.use(createPinia())
app.use(createRoutes())
app.mount('#app')
