import { describe, expect, it } from 'vitest';
import { decodeObject } from '../../../src/apis/schema/decode.js';
import { encodeObject } from '../../../src/apis/schema/encode.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { decodeMessage, Envelope } from '../../../src/apis/schema/protobuf-decode.js';
import { encodeMessage, encodeProtobuf } from '../../../src/apis/schema/protobuf-encode.js';
import { type Schemas } from '../../../src/apis/schema/schema.js';
import { filled } from './filled.js';
import { MARSHALED, RECORDED } from './protobuf-fixtures.js';

const MINORS = Array.from({ length: 18 }, (_, i) => 20 + i);

/** The definitions of what has metadata of its own. */
function kindsOf(schemas: Schemas): string[] {
  return schemas.names().filter((name) => {
    const type = name.includes('.apis.meta.') ? undefined : schemas.fields(name).get('metadata')?.type;
    return type?.kind === 'struct' && type.definition.endsWith('.ObjectMeta');
  });
}

describe('every kind', () => {
  it.each(MINORS)('of 1.%i comes back as it was', (minor) => {
    const schemas = loadSchemas(minor);
    const kinds = kindsOf(schemas);
    expect(kinds.length).toBeGreaterThan(60);
    for (const kind of kinds) {
      const object = encodeObject(schemas, kind, filled(schemas, kind));
      const message = encodeMessage(schemas, kind, object);
      const { object: decoded } = decodeObject(schemas, kind, decodeMessage(schemas, kind, message));
      expect(JSON.stringify(encodeObject(schemas, kind, decoded)), kind).toBe(JSON.stringify(object));
    }
  });
});

describe('what Go marshals', () => {
  it.each(MARSHALED)('$definition', ({ definition, object, message }) => {
    const encoded = encodeMessage(loadSchemas(37), definition, object);
    expect(Buffer.from(encoded).toString('base64')).toBe(message);
  });
});

describe('what servers answered', () => {
  it.each(RECORDED)('$minor: $definition', ({ minor, definition, object, body }) => {
    const schemas = loadSchemas(minor);
    expect(Buffer.from(encodeProtobuf(schemas, definition, object)).toString('base64')).toBe(body);
    const opened = new Envelope(Buffer.from(body, 'base64')).open(schemas, definition);
    expect(encodeObject(schemas, definition, decodeObject(schemas, definition, opened).object)).toEqual(object);
  });
});

describe('text', () => {
  const config = 'io.k8s.api.core.v1.ConfigMap';
  const schemas = loadSchemas(37);
  const lengths = [0, 1, 23, 24, 25, 127, 128, 16_383, 16_384, 100_000];

  it.each(lengths)('of %i characters keeps its bytes', (length) => {
    for (const character of ['a', 'é', '€', '😀']) {
      const object = { metadata: { name: 'x' }, data: { k: character.repeat(length) } };
      const decoded = decodeMessage(schemas, config, encodeMessage(schemas, config, object));
      expect(decoded.data).toEqual(object.data);
    }
  });

  it('sorts the keys of maps by their bytes', () => {
    const object = { metadata: {}, data: { '10': 'a', '9': 'b', '\uffff': 'c', '😀': 'd', B: 'e', a: 'f' } };
    const keys = Object.keys(decodeMessage(schemas, config, encodeMessage(schemas, config, object)).data as object);
    expect(keys.filter((key) => !/\d/.test(key))).toEqual(['B', 'a', '\uffff', '😀']);
  });
});
