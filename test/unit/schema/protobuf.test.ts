import { describe, expect, it } from 'vitest';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { decodeMessage, openEnvelope } from '../../../src/apis/schema/protobuf-decode.js';

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
    const body = Uint8Array.from([...text('k8s\0'), ...field(1, typeMeta), ...field(2, [1, 2, 3])]);
    const envelope = openEnvelope(body);
    expect(envelope).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect([...envelope.raw]).toEqual([1, 2, 3]);
  });

  it('is asked for its prefix', () => {
    expect(() => openEnvelope(Uint8Array.from(text('{}')))).toThrow(
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    );
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

  it('skips fields that it does not know', () => {
    expect(decode(...field(15, text('?')), ...field(1, field(1, text('m'))))).toEqual({ metadata: { name: 'm' } });
  });

  it.each([
    ['a field cut short', [0x0a, 5, 1], 'unexpected EOF'],
    ['a varint without an end', [0x20, 0x80], 'unexpected EOF'],
    ['a varint too long', [0x20, ...Array<number>(11).fill(0xff)], 'proto: integer overflow'],
    ['a group', [0x0b], 'proto: illegal wireType 3'],
    ['field 0', [0x02, 0], 'proto: illegal tag 0 (wire type 2)'],
  ])('is refused for %s', (_, bytes, message) => {
    expect(() => decode(...bytes)).toThrow(message);
  });
});
