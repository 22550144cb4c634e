import { describe, expect, it } from 'vitest';
import {
  negotiateError,
  negotiateOutput,
  negotiatePlain,
  negotiateStream,
  type OutputMediaType,
  patchType,
} from '../../../src/endpoints/negotiation.js';
import { resolveFeatures } from '../../../src/features/resolve.js';

const on37 = resolveFeatures({ version: '1.37', featureGates: undefined });
const on24 = resolveFeatures({ version: '1.24', featureGates: undefined });
const ALL = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const STREAMS = 'application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';

function ask(accept?: string, query = '', agent = 'kubectl'): Parameters<typeof negotiateOutput>[0] {
  const headers = { 'user-agent': agent, ...(accept === undefined ? {} : { accept }) };
  return { headers, query: new URLSearchParams(query) };
}

function chosen(accept: string): [string, OutputMediaType['as']] {
  const output = negotiateOutput(ask(accept), on37, OBJECT);
  return [output.contentType, output.as];
}

const table = { group: 'meta.k8s.io', version: 'v1', kind: 'Table' };

const OBJECT = { lists: false, tables: true };

describe('what answers', () => {
  it.each<[string, string, OutputMediaType['as']]>([
    ['', 'application/json', undefined],
    ['*/*', 'application/json', undefined],
    ['application/json; charset=utf-8', 'application/json', undefined],
    ['application/yaml;q=0.5,application/json', 'application/json', undefined],
    ['application/json;q=0.5,application/yaml', 'application/yaml', undefined],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/json', undefined],
    ['application/vnd.kubernetes.protobuf,application/json', 'application/vnd.kubernetes.protobuf', undefined],
    ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'application/json', table],
    ['application/yaml;as=Table;v=v1;g=meta.k8s.io', 'application/yaml', table],
    [
      'application/json;as=Table;v=v9;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io',
      'application/json',
      { ...table, version: 'v1beta1' },
    ],
    ['application/json;as=Something;v=v1;g=meta.k8s.io,application/json', 'application/json', undefined],
  ])('%s', (accept, contentType, as) => {
    expect(chosen(accept)).toEqual([contentType, as]);
  });

  it('the answer to a question is no table', () => {
    const question = { lists: true, tables: false };
    const tables = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    expect(() => negotiateOutput(ask(tables), on37, question)).toThrow(ALL);
    expect(negotiateOutput(ask(`${tables},application/json`), on37, question).as).toBeUndefined();
  });

  it('is indented for people', () => {
    expect(negotiateOutput(ask('*/*'), on37, OBJECT).pretty).toBe(false);
    expect(negotiateOutput(ask('*/*', '', 'curl/8.0'), on37, OBJECT).pretty).toBe(true);
    expect(negotiateOutput(ask('*/*', 'pretty=false', 'curl/8.0'), on37, OBJECT).pretty).toBe(false);
    expect(negotiateOutput(ask('*/*', 'pretty=true'), on37, OBJECT).pretty).toBe(true);
    expect(negotiateOutput(ask('application/json;pretty=1'), on37, OBJECT).pretty).toBe(true);
  });
});

describe('what nothing answers', () => {
  it.each(['text/plain', 'application/xml', 'application/*', 'application/cbor'])('%s', (accept) => {
    const message = `406: Not Acceptable\n\nAvailable representations: ${ALL}`;
    expect(() => chosen(accept)).toThrow(expect.objectContaining({ code: 406, message }));
    expect(() => negotiateOutput(ask(accept), on24, OBJECT)).toThrow('406: Not Acceptable');
  });

  it.each([
    'application/json;as=Table;v=v9;g=meta.k8s.io',
    'application/json;as=Something;v=v1;g=meta.k8s.io',
    'application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io',
  ])('%s', (accept) => {
    const message = `only the following media types are accepted: ${ALL}`;
    expect(() => chosen(accept)).toThrow(expect.objectContaining({ code: 406, message }));
  });

  it('tells the streams of a watch', () => {
    expect(() => negotiateStream(ask('text/plain'), on37)).toThrow(
      `406: Not Acceptable\n\nAvailable representations: ${ALL}, ${STREAMS}`,
    );
    expect(() => negotiateStream(ask('application/yaml'), on37)).toThrow(
      `only the following media types are accepted: ${STREAMS}`,
    );
    expect(() => negotiateOutput(ask('text/plain'), on37, { lists: true, tables: true })).toThrow(STREAMS);
  });
});

describe('objects of a custom kind', () => {
  const CUSTOM = { ...OBJECT, custom: true };
  const protobuf = 'application/vnd.kubernetes.protobuf';

  it('have no protobuf message', () => {
    const message = `only the following media types are accepted: ${ALL}`;
    expect(() => negotiateOutput(ask(protobuf), on37, CUSTOM)).toThrow(message);
    expect(negotiateOutput(ask(`${protobuf},application/yaml`), on37, CUSTOM).contentType).toBe('application/yaml');
    expect(() => negotiateStream(ask(protobuf), on37, true)).toThrow(message);
  });

  it('have metadata that protobuf can hold', () => {
    const as = { group: 'meta.k8s.io', version: 'v1', kind: 'PartialObjectMetadata' };
    const asked = ask(`${protobuf};as=PartialObjectMetadata;g=meta.k8s.io;v=v1`);
    expect(negotiateOutput(asked, on37, CUSTOM)).toMatchObject({ contentType: protobuf, as });
  });

  it('are not looked at by the router', () => {
    expect(() => negotiateOutput(ask('text/plain'), on37, CUSTOM)).toThrow('only the following media types');
    expect(negotiateOutput(ask('application/*'), on37, CUSTOM).contentType).toBe('application/json');
  });
});

describe('watches, discovery and errors', () => {
  it('streams JSON, as tables too', () => {
    expect(negotiateStream(ask('application/json;stream=watch'), on37).contentType).toBe('application/json');
    expect(negotiateStream(ask('application/json;as=Table;v=v1;g=meta.k8s.io'), on37).as).toEqual(table);
  });

  it('gives no tables of discovery', () => {
    expect(negotiatePlain(ask('application/json;as=Table;v=v1;g=meta.k8s.io,*/*'), on37).as).toBeUndefined();
    expect(() => negotiatePlain(ask('application/json;as=Table;v=v1;g=meta.k8s.io'), on37)).toThrow('only the');
  });

  it('knows how errors are asked for, if they can be', () => {
    expect(negotiateError(ask('application/yaml'))?.contentType).toBe('application/yaml');
    expect(negotiateError(ask('image/png'))).toBeUndefined();
    expect(negotiateError(ask('application/json;as=Table;v=v1;g=meta.k8s.io'))).toBeUndefined();
  });
});

describe('content types of patches', () => {
  it('are known or refused', () => {
    const headers = { 'content-type': 'application/merge-patch+json; charset=utf-8' };
    expect(patchType({ headers }, on37)).toBe('application/merge-patch+json');
    expect(patchType({ headers: { 'content-type': 'application/apply-patch+yaml' } }, on37)).toBe(
      'application/apply-patch+yaml',
    );
    const message = '415: Unsupported Media Type';
    for (const type of ['application/json', 'application/apply-patch+cbor', '']) {
      expect(() => patchType({ headers: { 'content-type': type } }, on37)).toThrow(
        expect.objectContaining({ code: 415, message }),
      );
    }
  });
});
