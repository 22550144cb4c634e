/** What the audit of a request is told of the objects in it. Source: k8s.io/apiserver/pkg/audit/request.go, pkg/endpoints/handlers. */
import { type DeleteOptions, type KubeList, type KubeObject, type Status } from '../apis/meta/v1.js';
import { type RequestAudit } from '../audit/request-audit.js';
import { type Table } from '../printers/table.js';
import { type parseApplied } from './applied-body.js';
import { type WireKind } from './body.js';
import { encodeAnswer, withDefaults } from './operations.js';
import { type ApiRequest } from './request.js';
import { type Scope } from './scope.js';
import { goEscaped, goJson, jsonOf } from './serializers/json.js';

type Audited = Pick<ApiRequest, 'audit'>;

/** The body of a POST or PUT: decoded, with its defaults, in the URL's version. */
export function auditObject(scope: Scope, { audit }: Audited, object: KubeObject): void {
  if (audit?.wants('Metadata') !== true) return;
  // What has no Go type is a map, which Go writes in order of the keys.
  const isMap = scope.version.codec !== undefined;
  audit.requestObject(object.metadata, scope.kind.kind, () => shown(withDefaults(scope, object), audit, isMap));
}

/** The same for a kind that is not stored as it is sent: questions, scales. */
export function auditWire(scope: Scope, { audit }: Audited, object: KubeObject, { kind, schema }: WireKind): void {
  if (audit?.wants('Metadata') !== true) return;
  audit.requestObject(object.metadata, kind, () => shown(encodeAnswer(scope, schema, object), audit));
}

/** The patch as it was sent, without what means nothing in it. */
export function auditPatch({ audit, body }: Audited & Pick<ApiRequest, 'body'>): void {
  if (audit?.wants('Request') !== true) return;
  const text = Buffer.from(body).toString('utf8');
  audit.requestPatch(() => goEscaped(text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1')));
}

/** An apply's YAML, as JSON. */
export function auditApply({ audit }: Audited, applied: ReturnType<typeof parseApplied>): void {
  if (audit?.wants('Request') === true) audit.requestPatch(() => goJson(sortedDeep(applied.object())));
}

/** The options in a DELETE's body. */
export function auditDeletion({ audit, body }: Audited & Pick<ApiRequest, 'body'>, options: DeleteOptions): void {
  if (audit?.wants('Metadata') !== true || body.length === 0) return;
  const named = { ...options, kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/__internal' };
  const { kind, apiVersion, ...rest } = named;
  audit.requestObject(undefined, kind, () => goJson({ kind, apiVersion, ...rest }));
}

/** The answer, in the form that the client asked for. */
export function auditAnswer(audit: RequestAudit, object: KubeObject | KubeList | Table): void {
  const status = object.kind === 'Status' && 'status' in object ? (object as unknown as Status) : undefined;
  audit.responseObject(status, object.kind ?? '', () => shown(object, audit));
}

function shown(object: KubeObject | KubeList | Table, { omitsManagedFields }: RequestAudit, isMap = false): string {
  const whole = omitsManagedFields ? withoutManagedFields(object) : object;
  return isMap ? goJson(sortedDeep(whole)) : jsonOf(whole);
}

function withoutManagedFields<T extends KubeObject | KubeList | Table>(object: T): T {
  if ('rows' in object) {
    const rows = (object.rows ?? []).map((row) => {
      const { object: shown } = row as { object?: KubeObject };
      return shown === undefined ? row : { ...row, object: stripped(shown) };
    });
    return { ...object, rows };
  }
  if ('items' in object && Array.isArray(object.items)) return { ...object, items: object.items.map(stripped) };
  return stripped(object) as T;
}

function stripped(object: KubeObject): KubeObject {
  // What a table shows need not have metadata.
  const { metadata: own } = object as Partial<KubeObject>;
  if (own?.managedFields === undefined) return object;
  const metadata = { ...own };
  delete metadata.managedFields;
  return { ...object, metadata };
}

/** Members in order of name, as Go writes maps. */
function sortedDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedDeep);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sortedDeep(member)]));
}
