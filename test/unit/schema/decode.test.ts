import { describe, expect, it } from 'vitest';
import { decodeJsonText, decodeObject } from '../../../src/apis/schema/decode.js';
import { DecodeError } from '../../../src/apis/schema/decode-error.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';

const CONFIG_MAP = 'io.k8s.api.core.v1.ConfigMap';
const SERVICE_ACCOUNT = 'io.k8s.api.core.v1.ServiceAccount';
const SECRET = 'io.k8s.api.core.v1.Secret';
const POD = 'io.k8s.api.core.v1.Pod';
const EVENT = 'io.k8s.api.core.v1.Event';

const schemas = loadSchemas(37);

function failure(definition: string, json: unknown, namesEmbeddedStructs = false): string {
  try {
    decodeObject(schemas, definition, json, { namesEmbeddedStructs });
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
  return '';
}

describe('decodeObject: errors as recorded from 1.23, 1.24 and 1.37', () => {
  it.each([
    [
      CONFIG_MAP,
      { data: { a: 1 } },
      'json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
    ],
    [
      CONFIG_MAP,
      { data: 'x' },
      'json: cannot unmarshal string into Go struct field ConfigMap.data of type map[string]string',
    ],
    [
      CONFIG_MAP,
      { metadata: { name: 5 } },
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string',
    ],
    [
      CONFIG_MAP,
      { metadata: { labels: { a: true } } },
      'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      SERVICE_ACCOUNT,
      { secrets: 'x' },
      'json: cannot unmarshal string into Go struct field ServiceAccount.secrets of type []v1.ObjectReference',
    ],
    [
      SERVICE_ACCOUNT,
      { automountServiceAccountToken: 'yes' },
      'json: cannot unmarshal string into Go struct field ServiceAccount.automountServiceAccountToken of type bool',
    ],
    [CONFIG_MAP, { binaryData: { a: '*' } }, 'illegal base64 data at input byte 0'],
    [SECRET, { data: { a: 'not base64' } }, 'illegal base64 data at input byte 3'],
    [SECRET, { data: { a: 'YQ=' } }, 'illegal base64 data at input byte 3'],
    [
      EVENT,
      { eventTime: 'soon' },
      'parsing time "soon" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "soon" as "2006"',
    ],
    [
      POD,
      { spec: { containers: [{ resources: { requests: { cpu: 'lots' } } }] } },
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
  ])('%s %j', (definition, json, message) => {
    expect(failure(definition, json)).toBe(message);
  });
});

describe('decodeObject: errors by Go’s rules', () => {
  it('names the number that does not fit', () => {
    const of = (seconds: unknown): string => failure(POD, { spec: { terminationGracePeriodSeconds: seconds } });
    expect(of(1.5)).toBe(
      'json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64',
    );
    expect(of('1')).toContain('cannot unmarshal string into');
    expect(of(1)).toBe('');
  });

  it('takes integers only where they are written as integers', () => {
    const of = (seconds: string): string => {
      try {
        decodeJsonText(schemas, POD, `{"spec":{"terminationGracePeriodSeconds":${seconds}}}`);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    for (const text of ['1.0', '5e0', '1E2', '9223372036854775808', '-9223372036854775809']) {
      expect(of(text)).toContain(`json: cannot unmarshal number ${text} into Go struct field PodSpec.spec.`);
    }
    expect(['30', '-0', '9223372036854775807'].map(of)).toEqual(['', '', '']);
  });

  it('reports the first wrong type, and an unreadable time before all', () => {
    expect(failure(CONFIG_MAP, { data: 'x', immutable: 'x' })).toContain('ConfigMap.data');
    expect(failure(CONFIG_MAP, { data: 'x', metadata: { creationTimestamp: 'x' } })).toContain('parsing time "x"');
  });

  it('names inlined structs where Go 1.24 decodes', () => {
    const pod = { spec: { volumes: [{ name: 'v', emptyDir: 'x' }] } };
    const type = 'of type v1.EmptyDirVolumeSource';
    const start = 'json: cannot unmarshal string into Go struct field Volume.spec.volumes';
    expect(failure(POD, pod)).toBe(`${start}.emptyDir ${type}`);
    expect(failure(POD, pod, true)).toBe(`${start}.VolumeSource.emptyDir ${type}`);
  });
});

describe('decodeObject: values', () => {
  it('drops unknown fields and names them', () => {
    const { object, strictErrors } = decodeObject(schemas, POD, {
      apiVersion: 'v1',
      metadata: { name: 'p', lables: {} },
      spec: { containers: [{ name: 'c', imagee: 'x' }] },
      Spec: {},
    });
    expect(object).toEqual({ apiVersion: 'v1', metadata: { name: 'p' }, spec: { containers: [{ name: 'c' }] } });
    expect(strictErrors).toEqual([
      'unknown field "metadata.lables"',
      'unknown field "spec.containers[0].imagee"',
      'unknown field "Spec"',
    ]);
  });

  it('takes nulls as absent, among elements as zero values', () => {
    const json = { metadata: null, data: { a: null, b: 'c' }, immutable: null };
    expect(decodeObject(schemas, CONFIG_MAP, json).object).toEqual({ data: { a: '', b: 'c' } });
    const pod = { spec: { containers: [null], tolerations: null } };
    expect(decodeObject(schemas, POD, pod).object).toEqual({ spec: { containers: [{}] } });
  });

  it('keeps a key named __proto__ as a key', () => {
    const { object } = decodeJsonText(schemas, CONFIG_MAP, '{"data":{"__proto__":"x"}}');
    expect(JSON.stringify(object)).toBe('{"data":{"__proto__":"x"}}');
    expect(decodeJsonText(schemas, CONFIG_MAP, '{"__proto__":{"data":{}}}').strictErrors).toEqual([
      'unknown field "__proto__"',
    ]);
  });

  it('brings times, quantities and bytes into their canonical form', () => {
    const meta = { creationTimestamp: '2020-02-29T01:02:03.9+01:30' };
    const requests = {
      a: '0.5',
      b: '1024Mi',
      c: 1,
      d: '1000m',
      e: '1.5Gi',
      f: '1e3',
      g: '100',
      h: '0.1n',
      i: '1.',
      j: '-1.1Gi',
    };
    const containers = [{ resources: { requests }, ports: [], readinessProbe: { httpGet: { port: 'http' } } }];
    const { object } = decodeObject(schemas, POD, { metadata: meta, spec: { containers } });
    expect(object.metadata).toEqual({ creationTimestamp: '2020-02-28T23:32:03Z' });
    expect(object.spec).toMatchObject({
      containers: [
        {
          resources: {
            requests: {
              a: '500m',
              b: '1Gi',
              c: '1',
              d: '1',
              e: '1536Mi',
              f: '1e3',
              g: '100',
              h: '1n',
              i: '1.',
              j: '-1181116006400m',
            },
          },
        },
      ],
    });
    const secret = decodeObject(schemas, SECRET, { data: { a: 'YR==', b: [97, 98], c: 'YW\nJj', d: '' } }).object;
    expect(secret.data).toEqual({ a: 'YQ==', b: 'YWI=', c: 'YWJj', d: '' });
  });
});

describe('decodeJsonText', () => {
  it('names duplicate fields in the order of the text and decodes into what was there', () => {
    const text = '{"data":{"a":"1","a":"2"},"data":{"b":"1"}}';
    const { object, strictErrors } = decodeJsonText(schemas, CONFIG_MAP, text);
    expect(strictErrors).toEqual(['duplicate field "data.a"', 'duplicate field "data"']);
    expect(object).toEqual({ data: { a: '2', b: '1' } });
  });

  it('decodes a second list into the elements of the first', () => {
    const text = '{"secrets":[{"name":"a"},{"name":"b"}],"secrets":[{"uid":"u"}],"automountServiceAccountToken":true,';
    const { object } = decodeJsonText(schemas, SERVICE_ACCOUNT, `${text}"automountServiceAccountToken":null}`);
    expect(object).toEqual({ secrets: [{ name: 'a', uid: 'u' }] });
  });

  it.each([
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['{"a":1', 'unexpected end of JSON input'],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
    ['[1 2]', "invalid character '2' after array element"],
    ['{"a":nul}', "invalid character '}' in literal null (expecting 'l')"],
    ['{} {}', "invalid character '{' after top-level value"],
    ['{"a":-}', "invalid character '}' in numeric literal"],
    ['{"a":01}', "invalid character '1' after object key:value pair"],
    ['"\\q"', "invalid character 'q' in string escape code"],
    ["'", "invalid character '\\'' looking for beginning of value"],
  ])('%j: %s', (text, message) => {
    expect(() => decodeJsonText(schemas, CONFIG_MAP, text)).toThrow(new DecodeError(message));
  });
});
