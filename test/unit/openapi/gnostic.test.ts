import { describe, expect, it } from 'vitest';
import { gnosticV2 } from '../../../src/openapi/gnostic-v2.js';

const EXPECTED =
  '0a03322e3012060a01541201764250124e0a022f70124812462a0167421b0a1912171a15120571756572792201713206737472696e67a001014a240a220a03323030121b0a190a024f4b12130a110a0f232f646566696e6974696f6e732f444a270a250a01441220b201080a066f626a656374ca01120a100a0161120bb201080a06737472696e676a00';

describe('gnosticV2', () => {
  // The bytes are those that gnostic-models 0.7.0 makes of the same document.
  it('writes the fields of OpenAPIv2.proto', () => {
    const hex = Buffer.from(
      gnosticV2({
        swagger: '2.0',
        info: { title: 'T', version: 'v' },
        paths: {
          '/p': {
            get: {
              operationId: 'g',
              parameters: [{ name: 'q', in: 'query', type: 'string', uniqueItems: true }],
              responses: { 200: { description: 'OK', schema: { $ref: '#/definitions/D' } } },
            },
          },
        },
        definitions: { D: { type: 'object', properties: { a: { type: 'string' } } } },
      }),
    ).toString('hex');
    expect(hex).toBe(EXPECTED);
  });

  it('writes extensions as YAML, of which JSON is a part', () => {
    const kinds = [{ group: '', version: 'v1', kind: 'Secret' }];
    const bytes = gnosticV2({ definitions: { D: { 'x-kubernetes-group-version-kind': kinds } } });
    const text = Buffer.from(bytes).toString('latin1');
    expect(text).toContain('x-kubernetes-group-version-kind');
    expect(text).toContain(JSON.stringify(kinds));
  });
});
