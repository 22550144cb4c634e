import { describe, expect, it } from 'vitest';
import { type AuditEvent } from '../../../src/audit/event.js';
import { type AuditRecord, eventJson, legacyLine } from '../../../src/audit/text.js';

const RECEIVED: AuditRecord = {
  level: 'RequestResponse',
  auditID: 'id',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/a/pods/b?x=<&>',
  verb: 'get',
  user: { username: 'alice', uid: '', groups: ['developers', 'qa'], extra: { b: ['2'], a: ['1'] } },
  sourceIPs: ['::1'],
  userAgent: 'kubectl',
  responseObject: '{"kind":"Pod"}',
  requestReceivedTimestamp: '2026-01-01T00:00:00.000000Z',
  stageTimestamp: '2026-01-01T00:00:00.001000Z',
  annotations: { b: '2', a: '1' },
};

const RECORD: AuditRecord = {
  ...RECEIVED,
  objectRef: { resource: 'pods', namespace: 'a', name: 'b', apiGroup: '', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 200 },
};

describe('an event', () => {
  it('is JSON in Go’s order and escapes, without what is empty', () => {
    expect(eventJson(RECORD)).toBe(
      [
        '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"id"',
        '"stage":"ResponseComplete","requestURI":"/api/v1/namespaces/a/pods/b?x=\\u003c\\u0026\\u003e","verb":"get"',
        '"user":{"username":"alice","groups":["developers","qa"],"extra":{"a":["1"],"b":["2"]}}',
        '"sourceIPs":["::1"],"userAgent":"kubectl"',
        '"objectRef":{"resource":"pods","namespace":"a","name":"b","apiVersion":"v1"}',
        '"responseStatus":{"metadata":{},"code":200},"responseObject":{"kind":"Pod"}',
        '"requestReceivedTimestamp":"2026-01-01T00:00:00.000000Z","stageTimestamp":"2026-01-01T00:00:00.001000Z"',
        '"annotations":{"a":"1","b":"2"}}',
      ].join(','),
    );
  });

  it('is a line of the legacy format', () => {
    const event = JSON.parse(eventJson(RECORD)) as AuditEvent;
    expect(legacyLine(event)).toBe(
      '2026-01-01T00:00:00.000000Z AUDIT: id="id" stage="ResponseComplete" ip="::1" method="get" user="alice" ' +
        'groups="\\"developers\\",\\"qa\\"" as="<self>" asgroups="<lookup>" user-agent="kubectl" namespace="a" ' +
        'uri="/api/v1/namespaces/a/pods/b?x=<&>" response="200"',
    );
    const rest = JSON.parse(eventJson(RECEIVED)) as AuditEvent;
    const line = legacyLine({ ...rest, user: {}, impersonatedUser: { username: 'bob', groups: ['qa'] } });
    expect(line).toContain('user="<none>" groups="<none>" as="bob" asgroups="\\"qa\\""');
    expect(line).toMatch(/namespace="<none>" uri="[^"]+" response="<deferred>"$/);
  });
});
