/** What the messages of both of gnostic's documents have in common. */
import { type JsonObject } from './definition-schemas.js';
import { type ProtobufWriter } from './protobuf-writer.js';

export type Write = (out: ProtobufWriter, value: unknown) => void;

/** NamedX messages: name 1, value 2. */
export function named(out: ProtobufWriter, field: number, values: unknown, write: Write): void {
  for (const [name, value] of Object.entries(object(values))) {
    out.message(field, (entry) => entry.string(1, name).message(2, (inner) => write(inner, value)));
  }
}

/** NamedAny messages of the x- fields. */
export function extensions(out: ProtobufWriter, field: number, value: JsonObject): void {
  for (const [name, extension] of Object.entries(value)) {
    if (!name.startsWith('x-')) continue;
    out.message(field, (entry) => entry.string(1, name).message(2, (inner) => any(inner, extension)));
  }
}

/** Any: a value as YAML, of which JSON is a part. */
export function any(out: ProtobufWriter, value: unknown): void {
  out.string(2, JSON.stringify(value));
}

export function object(value: unknown): JsonObject {
  return (value ?? {}) as JsonObject;
}

export function list(value: unknown): readonly unknown[] {
  return (value ?? []) as readonly unknown[];
}

export function texts(value: unknown): readonly string[] {
  return (value ?? []) as readonly string[];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
