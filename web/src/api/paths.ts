// 地址的类型：由 schema.ts 说出每个地址要什么、答什么；client.ts 用它，地址写错、取错字段编译不过。
import type { paths } from './schema'

type Root = '/api/v1'
type Method = 'get' | 'post' | 'put' | 'delete'

/** 能用这种方法的地址，照描述里的写法，如 /drafts/{id}。 */
export type Path<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? (P extends `${Root}${infer Rest}` ? Rest : never) : never
}[keyof paths]

/** 其中不带参数的：写了就知道答什么。 */
export type Fixed<M extends Method> = Exclude<Path<M>, `${string}{${string}`>

type Operation<M extends Method, P extends string> = `${Root}${P}` extends keyof paths ? (M extends keyof paths[`${Root}${P}`] ? paths[`${Root}${P}`][M] : never) : never

type Json<R> = R extends { content: { 'application/json': infer Body } } ? Body : undefined

/** 办成了答什么；没有内容的是 undefined。 */
export type Answer<M extends Method, P extends string> =
  Operation<M, P> extends { responses: infer R } ? { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Json<R[S]> : never }[keyof R] : never

/** 要送什么。 */
export type Body<M extends Method, P extends string> = Operation<M, P> extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined

/** 一整张表里的一项。 */
export type Item<P extends string> = Answer<'get', P> extends { items: (infer One)[] } ? One : never
