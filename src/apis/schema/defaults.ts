/** Fills in what the types' +default markers say, as generated defaulters do. Source: k8s.io/code-generator/cmd/defaulter-gen. */
import { type Field, type Schemas, type Type } from './schema.js';

type JsonObject = Record<string, unknown>;

interface Plan {
  /** Fields with a value of their own, by wire name. */
  readonly values: readonly (readonly [json: string, field: Field])[];
  /** Fields below which there are some. */
  readonly below: readonly (readonly [json: string, definition: string])[];
}

const plans = new WeakMap<Schemas, Map<string, Plan>>();

/** Changes `object`, whose type is that definition. */
export function applyDefaults(schemas: Schemas, definition: string, object: object): void {
  let known = plans.get(schemas);
  if (known === undefined) plans.set(schemas, (known = new Map<string, Plan>()));
  apply(planOf(schemas, definition, known), object as JsonObject, schemas, known);
}

function apply(plan: Plan, object: JsonObject, schemas: Schemas, known: Map<string, Plan>): void {
  for (const [json, field] of plan.values) {
    if (isUnset(object[json], field.type)) object[json] = structuredClone(field.default);
  }
  for (const [json, definition] of plan.below) {
    const inner = planOf(schemas, definition, known);
    for (const value of structsIn(object[json])) apply(inner, value, schemas, known);
  }
}

/** The objects that a value is, lists, or has as a map's values. */
function structsIn(value: unknown): readonly JsonObject[] {
  if (typeof value !== 'object' || value === null) return [];
  return Array.isArray(value)
    ? value.filter((item): item is JsonObject => typeof item === 'object' && item !== null)
    : [value as JsonObject];
}

// A marker on a field that cannot be nil speaks for its zero value too.
function isUnset(value: unknown, type: Type): boolean {
  if (value === undefined || value === null) return true;
  return type.kind !== 'pointer' && (value === '' || value === 0 || value === false);
}

function planOf(schemas: Schemas, definition: string, known: Map<string, Plan>): Plan {
  const made = known.get(definition);
  if (made !== undefined) return made;
  const values: [string, Field][] = [];
  const below: [string, string][] = [];
  const plan: Plan = { values, below };
  // Known before it is complete, as a type may hold itself.
  known.set(definition, plan);
  for (const [json, field] of schemas.fields(definition)) {
    if (field.default !== undefined && !isEmptyObject(field.default)) values.push([json, field]);
    const inner = structOf(field.type);
    if (inner === undefined || !schemas.has(inner)) continue;
    const { values: innerValues, below: innerBelow } = planOf(schemas, inner, known);
    if (innerValues.length > 0 || innerBelow.length > 0) below.push([json, inner]);
  }
  return plan;
}

function structOf(type: Type): string | undefined {
  if (type.kind === 'struct') return type.definition;
  return type.kind === 'pointer' || type.kind === 'list' ? structOf(type.element) : undefined;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
