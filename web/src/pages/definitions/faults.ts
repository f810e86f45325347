// 毛病挂在它归的那一格下面：页面给出一张表，各格自己取。
import { inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { Fault } from './model'

const KEY: InjectionKey<ComputedRef<readonly Fault[]>> = Symbol('faults')

export function provideFaults(faults: ComputedRef<readonly Fault[]>): void {
  provide(KEY, faults)
}

export function useFaults(): (at: string) => readonly Fault[] {
  const all = inject(KEY, undefined)
  return (at) => all?.value.filter((it) => it.at === at || it.at.startsWith(`${at}.`)) ?? []
}

export const faultId = (at: string): string => `fault-${at.replace(/[^\w-]/g, '-')}`
