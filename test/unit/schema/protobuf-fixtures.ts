/** Bytes that Go made: recorded from kube-apiservers, and marshaled from the types of k8s.io/api 0.37.2. */
import fs from 'node:fs';

/** A message of a type with no field set, or with every field set. */
interface Marshaled {
  readonly definition: string;
  readonly object: object;
  /** Base64. */
  readonly message: string;
}

/** A body, and the same answer in JSON. */
interface Recorded {
  readonly minor: number;
  readonly definition: string;
  readonly object: object;
  /** Base64. */
  readonly body: string;
}

const file = new URL('protobuf-fixtures.json', import.meta.url);

export const { marshaled: MARSHALED, recorded: RECORDED } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
  readonly marshaled: readonly Marshaled[];
  readonly recorded: readonly Recorded[];
};
