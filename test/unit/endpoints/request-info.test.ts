import { describe, expect, it } from 'vitest';
import { parseRequestInfo, type RequestInfo } from '../../../src/endpoints/request-info.js';

function parse(method: string, url: string): RequestInfo {
  const [path = '', query = ''] = url.split('?');
  return parseRequestInfo(method, decodeURIComponent(path), new URLSearchParams(query));
}

describe('resource requests', () => {
  it.each<[string, string, Partial<RequestInfo>]>([
    ['GET', '/api/v1/namespaces', { verb: 'list', apiPrefix: 'api', apiVersion: 'v1', resource: 'namespaces' }],
    ['GET', '/api/v1/namespaces/other', { verb: 'get', namespace: 'other', resource: 'namespaces', name: 'other' }],
    [
      'GET',
      '/api/v1/namespaces/other/pods',
      { verb: 'list', namespace: 'other', resource: 'pods', name: '', parts: ['pods'] },
    ],
    ['HEAD', '/api/v1/namespaces/other/pods/foo', { verb: 'get', namespace: 'other', resource: 'pods', name: 'foo' }],
    ['GET', '/api/v1/pods?watch=1', { verb: 'watch', namespace: '', resource: 'pods' }],
    ['GET', '/api/v1/pods?watch=maybe', { verb: 'watch' }],
    ['GET', '/api/v1/pods?watch=False', { verb: 'list' }],
    ['GET', '/api/v1/pods?watch=', { verb: 'watch' }],
    ['GET', '/api/v1/watch/pods', { verb: 'watch', namespace: '', resource: 'pods', parts: ['pods'] }],
    [
      'GET',
      '/api/v1/watch/namespaces/other/pods/foo',
      { verb: 'watch', namespace: 'other', resource: 'pods', name: 'foo' },
    ],
    ['DELETE', '/api/v1/namespaces/other/pods', { verb: 'deletecollection', resource: 'pods' }],
    ['DELETE', '/api/v1/namespaces/other/pods/foo', { verb: 'delete', name: 'foo' }],
    ['PUT', '/api/v1/namespaces/other/finalize', { verb: 'update', resource: 'namespaces', subresource: 'finalize' }],
    ['PATCH', '/api/v1/namespaces/other/status', { verb: 'patch', namespace: 'other', subresource: 'status' }],
    [
      'POST',
      '/api/v1/namespaces/n/serviceaccounts/default/token',
      { verb: 'create', namespace: 'n', resource: 'serviceaccounts', name: 'default', subresource: 'token' },
    ],
    [
      'GET',
      '/api/v1/namespaces/n/serviceaccounts/default/token/x',
      { parts: ['serviceaccounts', 'default', 'token', 'x'] },
    ],
    [
      'POST',
      '/apis/authentication.k8s.io/v1/tokenreviews',
      {
        verb: 'create',
        apiPrefix: 'apis',
        apiGroup: 'authentication.k8s.io',
        apiVersion: 'v1',
        resource: 'tokenreviews',
      },
    ],
    ['PROPFIND', '/api/v1/namespaces/n/configmaps', { verb: '', resource: 'configmaps' }],
    ['GET', '/api/v1/namespaces/n/configmaps/', { verb: 'list', resource: 'configmaps', name: '' }],
    ['GET', '//api/v1/namespaces/n', { verb: 'get', resource: 'namespaces', name: 'n' }],
    ['GET', '/api/v1/namespaces/n/configmaps/a%2Fb', { name: 'a', subresource: 'b' }],
    ['GET', '/api/v1/namespaces/n/configmaps/a%20b', { name: 'a b' }],
  ])('%s %s', (method, url, expected) => {
    expect(parse(method, url)).toMatchObject({ isResourceRequest: true, ...expected });
  });
});

describe('other requests', () => {
  it.each([
    ['GET', '/', 'get'],
    ['GET', '/api', 'get'],
    ['GET', '/api/v1', 'get'],
    ['GET', '/apis/rbac.authorization.k8s.io/v1', 'get'],
    ['POST', '/healthz', 'post'],
    ['GET', '/openid/v1/jwks', 'get'],
    ['GET', '/api/v1/watch', 'get'],
  ])('%s %s', (method, url, verb) => {
    expect(parse(method, url)).toMatchObject({ isResourceRequest: false, path: url, verb, resource: '' });
  });
});

describe('selectors', () => {
  it('takes the name a list asks for', () => {
    expect(parse('GET', '/api/v1/secrets?fieldSelector=metadata.name%3Da')).toMatchObject({
      verb: 'list',
      name: 'a',
      fieldSelector: 'metadata.name=a',
    });
    expect(parse('GET', '/api/v1/secrets?watch=1&fieldSelector=metadata.name==a,type=b').name).toBe('a');
    expect(parse('GET', '/api/v1/secrets?fieldSelector=metadata.name!%3Da').name).toBe('');
    expect(parse('GET', '/api/v1/secrets?fieldSelector=metadata.name%3Da%2Fb').name).toBe('');
  });

  it('takes no name where an option cannot be read', () => {
    expect(parse('GET', '/api/v1/secrets?fieldSelector=metadata.name%3Da&limit=x').name).toBe('');
    expect(parse('GET', '/api/v1/secrets?fieldSelector=metadata.name').name).toBe('');
  });

  it('keeps selectors of the verbs that have them', () => {
    expect(parse('DELETE', '/api/v1/secrets?labelSelector=a')).toMatchObject({ labelSelector: 'a', fieldSelector: '' });
    expect(parse('GET', '/api/v1/namespaces/n/secrets/a?labelSelector=a').labelSelector).toBe('');
    expect(parse('GET', '/api/v1/watch/secrets?labelSelector=a').labelSelector).toBe('');
  });
});
