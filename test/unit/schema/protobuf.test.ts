import { describe, expect, it } from 'vitest';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { decodeMessage, Envelope } from '../../../src/apis/schema/protobuf-decode.js';

const CONFIG_MAP = 'io.k8s.api.core.v1.ConfigMap';
const schemas = loadSchemas(36);

const text = (value: string): number[] => [...Buffer.from(value)];
/** A length-delimited field shorter than 128 bytes. */
const field = (number: number, content: readonly number[]): number[] => [(number << 3) | 2, content.length, ...content];
const entry = (key: string, value: readonly number[]): number[] => [...field(1, text(key)), ...field(2, value)];
const decode = (...bytes: number[]): unknown => decodeMessage(schemas, CONFIG_MAP, Uint8Array.from(bytes));

describe('the envelope', () => {
  it('names the kind and holds the message', () => {
    const typeMeta = [...field(1, text('v1')), ...field(2, text('ConfigMap'))];
    const body = Uint8Array.from([...text('k8s\0'), ...field(1, typeMeta), ...field(2, [4 << 3, 1])]);
    const envelope = new Envelope(body);
    expect(envelope).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(envelope.open(schemas, CONFIG_MAP)).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', immutable: true });
  });

  it.each([
    ['nothing', [], 'empty data'],
    ['JSON', text('{}'), 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]'],
    ['the prefix alone', text('k8s\0'), 'empty body'],
    ['garbage', text('k8s\0hello world'), 'proto: Unknown: wiretype end group for non-group'],
    ['field 0', [...text('k8s\0'), 0, 0], 'proto: Unknown: illegal tag 0 (wire type 0)'],
    ['a number for the type', [...text('k8s\0'), 8, 1], 'proto: wrong wireType = 0 for field TypeMeta'],
  ])('is not found in %s', (_, body, message) => {
    expect(() => new Envelope(Uint8Array.from(body))).toThrow(message);
  });

  it('forgets a version that is none', () => {
    const body = Uint8Array.from([...text('k8s\0'), ...field(1, field(1, text('a/b/c')))]);
    expect(new Envelope(body).apiVersion).toBe('');
  });
});

describe('a message', () => {
  it('becomes the JSON value that says the same', () => {
    const meta = [...field(1, text('m')), ...field(3, text('ns')), ...field(11, entry('app', text('x')))];
    const decoded = decode(
      ...field(1, meta),
      ...field(2, entry('a', text('1'))),
      ...field(2, entry('b', text('2'))),
      ...field(3, entry('bytes', [0xff])),
      ...[4 << 3, 1],
    );
    expect(decoded).toEqual({
      metadata: { name: 'm', namespace: 'ns', labels: { app: 'x' } },
      data: { a: '1', b: '2' },
      binaryData: { bytes: '/w==' },
      immutable: true,
    });
  });

  it('skips fields and groups that it does not know', () => {
    const group = [0xfb, 6, 8, 1, 0xfc, 6];
    const decoded = decode(...field(15, text('?')), ...group, ...field(1, field(1, text('m'))));
    expect(decoded).toEqual({ metadata: { name: 'm' } });
  });

  it('that comes twice is merged', () => {
    const decoded = decode(...field(1, field(1, text('m'))), ...field(1, field(2, text('g'))));
    expect(decoded).toEqual({ metadata: { name: 'm', generateName: 'g' } });
  });

  it.each([
    ['a field cut short', [0x0a, 5, 1], 'unexpected EOF'],
    ['a varint without an end', [0x20, 0x80], 'unexpected EOF'],
    ['a varint too long', [0x20, ...Array<number>(11).fill(0xff)], 'proto: integer overflow'],
    ['a group for metadata', [0x0b], 'proto: wrong wireType = 3 for field ObjectMeta'],
    ['a number for a name', field(1, [8, 5]), 'proto: wrong wireType = 0 for field Name'],
    ['an unknown group without an end', [0xfb, 6, 8, 1], 'unexpected EOF'],
    ['the end of a group', [0x0c], 'proto: ConfigMap: wiretype end group for non-group'],
    ['an unknown wire type', [0xff, 1], 'proto: illegal wireType 7'],
    [
      'a negative length',
      [0x0a, ...Array<number>(9).fill(0xff), 1],
      'proto: negative length found during unmarshaling',
    ],
    ['field 0', [0x02, 0], 'proto: ConfigMap: illegal tag 0 (wire type 2)'],
  ])('is refused for %s', (_, bytes, message) => {
    expect(() => decode(...bytes)).toThrow(message);
  });
});
