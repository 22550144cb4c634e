import { describe, expect, it } from 'vitest';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { decodeMessage, Envelope } from '../../../src/apis/schema/protobuf-decode.js';
import { JSON_TYPE, PROTOBUF_TYPE } from '../../../src/endpoints/negotiation.js';
import { watchFrames } from '../../../src/endpoints/serializers/frame.js';
import { jsonOf, prettyJsonOf } from '../../../src/endpoints/serializers/json.js';
import { protobufFrame, protobufOf } from '../../../src/endpoints/serializers/protobuf.js';

const schemas = loadSchemas(37);
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';
const CONFIG_MAP = 'io.k8s.api.core.v1.ConfigMap';

const configMap = (name: string, resourceVersion?: string): KubeObject & { data: object } => ({
  kind: 'ConfigMap',
  apiVersion: 'v1',
  metadata: { name, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
  data: { a: '1' },
});

const listOf = (items: KubeObject[], apiVersion = 'v1', kind = 'ConfigMapList'): Parameters<typeof protobufOf>[0] => ({
  kind,
  apiVersion,
  metadata: { resourceVersion: '7' },
  items,
});

describe('an object as protobuf', () => {
  it('is in an envelope that names it', () => {
    const envelope = new Envelope(protobufOf(configMap('m'), schemas));
    expect(envelope).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(envelope.open(schemas, CONFIG_MAP)).toMatchObject({ metadata: { name: 'm' }, data: { a: '1' } });
  });

  it('may be a Status of any group', () => {
    const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: 404 } as KubeObject;
    const opened = new Envelope(protobufOf(status, schemas)).open(schemas, `${META}Status`);
    expect(opened).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404 });
  });

  it('is the same when it is written again', () => {
    const stored = configMap('m', '5');
    const first = Buffer.from(protobufOf(stored, schemas));
    expect(Buffer.from(protobufOf(stored, schemas)).equals(first)).toBe(true);
    const list = (item: KubeObject): Buffer => Buffer.from(protobufOf(listOf([item]), schemas));
    expect(list(stored).equals(list(configMap('m', '5')))).toBe(true);
  });

  it('lists metadata in the order of its version', () => {
    const items = [{ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: { name: 'm' } }];
    const open = (version: string): Record<string, unknown> => {
      const list = listOf(items, `meta.k8s.io/${version}`, 'PartialObjectMetadataList');
      return new Envelope(protobufOf(list, schemas)).open(schemas, `${META}PartialObjectMetadataList`);
    };
    expect(open('v1')).toMatchObject({ metadata: { resourceVersion: '7' }, items: [{ metadata: { name: 'm' } }] });
    // v1beta1 has the two fields the other way round.
    expect(open('v1beta1')).not.toMatchObject({ metadata: { resourceVersion: '7' } });
  });

  it('is refused where Go has no message', () => {
    const custom = { kind: 'Widget', apiVersion: 'example.com/v1', metadata: { name: 'w' } };
    const cannot = 'does not implement the protobuf marshalling interface and cannot be encoded to a protobuf message';
    expect(() => protobufOf(custom, schemas)).toThrow(
      expect.objectContaining({ code: 406, message: `object *unstructured.Unstructured ${cannot}` }),
    );
    expect(() => protobufOf(listOf([custom], 'example.com/v1', 'WidgetList'), schemas)).toThrow(
      `object *unstructured.UnstructuredList ${cannot}`,
    );
  });
});

describe('an event of a watch', () => {
  it('is a WatchEvent behind its length', () => {
    const frame = protobufFrame('ADDED', configMap('m'), schemas, undefined);
    const length = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
    expect(length).toBe(frame.length - 4);
    const type = Buffer.from(frame.subarray(4, 11)).toString('latin1');
    expect(type).toBe('\n\u0005ADDED');
    const body = Buffer.from(frame).subarray(Buffer.from(frame).indexOf('k8s\0'));
    expect(Buffer.from(protobufOf(configMap('m'), schemas)).equals(body)).toBe(true);
  });

  it('is a line of JSON for other clients', () => {
    const frame = watchFrames(JSON_TYPE, schemas, undefined);
    expect(frame('DELETED', configMap('m'))).toBe(`{"type":"DELETED","object":${jsonOf(configMap('m'))}}\n`);
    expect(watchFrames(PROTOBUF_TYPE, schemas, undefined)('DELETED', configMap('m'))).toBeInstanceOf(Uint8Array);
  });
});

describe('JSON', () => {
  it('escapes what Go escapes', () => {
    const object = { ...configMap('m'), data: { html: '<a href="&">\u2028' } };
    expect(jsonOf(object)).toContain('"\\u003ca href=\\"\\u0026\\"\\u003e\\u2028"');
    expect(prettyJsonOf(object)).toContain('\\u003ca');
    expect(JSON.parse(jsonOf(object))).toEqual(object);
  });
});

it('messages of lists decode as lists', () => {
  const body = protobufOf(listOf([configMap('a', '1'), configMap('b')]), schemas);
  const decoded = new Envelope(body).open(schemas, 'io.k8s.api.core.v1.ConfigMapList');
  expect((decoded.items as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  expect(decodeMessage(schemas, CONFIG_MAP, new Uint8Array())).toEqual({});
});
