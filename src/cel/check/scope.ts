/** What names mean where an expression stands. Source: cel-go checker/{env,scopes}.go. */
import { type CelType } from '../types.js';

export interface Scope {
  /** The type of a variable; undefined for a name that is none. */
  variable(name: string): CelType | undefined;
  /** True for the name of a comprehension. */
  local(name: string): boolean;
}

/** The names of a comprehension, and all around it. */
export function within(outer: Scope, names: Readonly<Record<string, CelType>>): Scope {
  const own = (name: string): boolean => Object.hasOwn(names, name);
  return {
    variable: (name) => (own(name) ? names[name] : outer.variable(name)),
    local: (name) => own(name) || outer.local(name),
  };
}
