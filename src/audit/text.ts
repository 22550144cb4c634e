/** An event as text: in Go's order of members, and as the one-line format of old. Sources: k8s.io/apiserver/pkg/apis/audit/v1/types.go, pkg/audit/format.go. */
import { goQuote } from '../apis/field/errors.js';
import { type AuditEvent, type AuditUser } from './event.js';

/** An event whose objects are JSON already. */
export interface AuditRecord extends Omit<AuditEvent, 'kind' | 'apiVersion' | 'requestObject' | 'responseObject'> {
  readonly requestObject?: string | undefined;
  readonly responseObject?: string | undefined;
}

type Member = readonly [name: string, value: unknown];

/** JSON as encoding/json writes it, without what is empty. */
export function eventJson(record: AuditRecord): string {
  const { user, impersonatedUser, objectRef, annotations, requestObject, responseObject } = record;
  const before: readonly Member[] = [
    ['kind', 'Event'],
    ['apiVersion', 'audit.k8s.io/v1'],
    ['level', record.level],
    ['auditID', record.auditID],
    ['stage', record.stage],
    ['requestURI', record.requestURI],
    ['verb', record.verb],
    ['user', userOf(user)],
    ['impersonatedUser', impersonatedUser && userOf(impersonatedUser)],
    ['authenticationMetadata', record.authenticationMetadata],
    ['sourceIPs', filled(record.sourceIPs)],
    ['userAgent', record.userAgent === '' ? undefined : record.userAgent],
    ['objectRef', objectRef && withoutEmpty(objectRef)],
    ['responseStatus', record.responseStatus],
  ];
  const after: readonly Member[] = [
    ['requestReceivedTimestamp', record.requestReceivedTimestamp],
    ['stageTimestamp', record.stageTimestamp],
    ['annotations', annotations && sorted(annotations)],
  ];
  const objects = [
    ...(requestObject === undefined ? [] : [`"requestObject":${requestObject}`]),
    ...(responseObject === undefined ? [] : [`"responseObject":${responseObject}`]),
  ];
  return `{${[...before.flatMap(written), ...objects, ...after.flatMap(written)].join(',')}}`;
}

function written([name, value]: Member): string[] {
  return value === undefined ? [] : [`"${name}":${goText(value)}`];
}

const ESCAPED = /[<>&\u2028\u2029]/g;

function goText(value: unknown): string {
  const escape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(ESCAPED, escape);
}

function userOf({ username = '', uid = '', groups, extra }: AuditUser): object {
  return {
    ...(username === '' ? {} : { username }),
    ...(uid === '' ? {} : { uid }),
    ...(filled(groups) && { groups }),
    ...(extra === undefined || Object.keys(extra).length === 0 ? {} : { extra: sorted(extra) }),
  };
}

function filled<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

function sorted<T>(map: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutEmpty(reference: object): object {
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== '' && value !== undefined));
}

/** --audit-log-format legacy. */
export function legacyLine(event: AuditEvent): string {
  const { user, impersonatedUser: as, objectRef, responseStatus, sourceIPs = [] } = event;
  const { username = '' } = user;
  const groups = username === '' ? undefined : filled(user.groups);
  const quoted = (texts: readonly string[]): string => texts.map(goQuote).join(',');
  const members: readonly (readonly [string, string])[] = [
    ['id', event.auditID],
    ['stage', event.stage],
    ['ip', sourceIPs[0] ?? '<unknown>'],
    ['method', event.verb],
    ['user', username === '' ? '<none>' : username],
    ['groups', groups === undefined ? '<none>' : quoted(groups)],
    ['as', as?.username ?? '<self>'],
    ['asgroups', as?.groups === undefined ? '<lookup>' : quoted(as.groups)],
    ['user-agent', event.userAgent ?? ''],
    ['namespace', objectRef?.namespace ?? '<none>'],
    ['uri', event.requestURI],
  ];
  const texts = members.map(([name, value]) => `${name}=${goQuote(value)}`);
  const code = responseStatus === undefined ? '<deferred>' : String(responseStatus.code ?? 0);
  return `${event.requestReceivedTimestamp} AUDIT: ${texts.join(' ')} response="${code}"`;
}
