import { describe, expect, it } from 'vitest';
import { encodeObject } from '../../../src/apis/schema/encode.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';

const TOKEN_REQUEST = 'io.k8s.api.authentication.v1.TokenRequest';

function text(minor: number, definition: string, object: object, nullCreationTimestamp?: boolean): string {
  const options = nullCreationTimestamp === undefined ? {} : { nullCreationTimestamp };
  return JSON.stringify(encodeObject(loadSchemas(minor), definition, object, options));
}

describe('encodeObject', () => {
  it('writes what has no omitempty and leaves out what is empty', () => {
    const object = { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', metadata: {}, spec: {} };
    expect(text(24, TOKEN_REQUEST, object)).toBe(
      '{"kind":"TokenRequest","apiVersion":"authentication.k8s.io/v1","metadata":{"creationTimestamp":null},' +
        '"spec":{"audiences":null,"expirationSeconds":null,"boundObjectRef":null},' +
        '"status":{"token":"","expirationTimestamp":null}}',
    );
  });

  it('knows creationTimestamp’s omitzero, and is overruled', () => {
    const definition = 'io.k8s.api.core.v1.ConfigMap';
    expect(text(33, definition, {})).toBe('{"metadata":{"creationTimestamp":null}}');
    expect(text(37, definition, {})).toBe('{"metadata":{}}');
    expect(text(37, definition, {}, true)).toBe('{"metadata":{"creationTimestamp":null}}');
    expect(text(24, definition, {}, false)).toBe('{"metadata":{}}');
  });

  it('orders fields as the struct and maps by their keys, and drops what the schema lacks', () => {
    const map = { data: { b: '1', a: '2', B: '' }, metadata: { uid: 'u', name: 'n' }, kind: 'ConfigMap', x: 1 };
    expect(text(37, 'io.k8s.api.core.v1.ConfigMap', map)).toBe(
      '{"kind":"ConfigMap","metadata":{"name":"n","uid":"u"},"data":{"B":"","a":"2","b":"1"}}',
    );
  });

  it('keeps pointers to zero values and drops empty lists and maps', () => {
    const account = { secrets: [], automountServiceAccountToken: false, metadata: { labels: {}, finalizers: [] } };
    expect(text(37, 'io.k8s.api.core.v1.ServiceAccount', account)).toBe(
      '{"metadata":{},"automountServiceAccountToken":false}',
    );
  });

  it('writes structs of structs', () => {
    expect(text(37, 'io.k8s.api.core.v1.Pod', { spec: { containers: [{ name: 'c' }] } })).toBe(
      '{"metadata":{},"spec":{"containers":[{"name":"c","resources":{}}]},"status":{}}',
    );
    expect(text(37, 'io.k8s.api.core.v1.Namespace', {})).toBe('{"metadata":{},"spec":{},"status":{}}');
    expect(text(37, 'io.k8s.api.rbac.v1.Role', {})).toBe('{"metadata":{},"rules":null}');
  });
});
