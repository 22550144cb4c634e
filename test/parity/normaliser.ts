import { isJwt, JWT, jwtShape } from './jwt.js';
import { isObject, type JsonObject } from './values.js';

const TIME = /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g;
const UID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const AGE = /^(\d+[dhms]){1,2}$/;
const TOKEN_DATA: readonly string[] = ['token', 'ca.crt', 'namespace'];

/**
 * Replaces what changes from run to run (uids, resource versions, times, random suffixes, keys) by placeholders, and
 * JWTs by their header and claims, so that two servers can be compared. A uid keeps its number throughout a scenario.
 */
export class Normaliser {
  keepManagedFields = false;
  readonly #host: string;
  readonly #dropGenerated: boolean;
  readonly #uids = new Map<string, string>();

  /** @param host host and port of the server, as its answers may quote them */
  constructor(host: string, dropGenerated = false) {
    this.#host = host;
    this.#dropGenerated = dropGenerated;
  }

  text(text: string): string {
    return text
      .replace(/kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, 'kube-api-access-<rand>')
      .replace(/-token-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-token-<rand>')
      .replace(UID, (uid) => this.#uid(uid))
      .replace(TIME, '<time>')
      .replace(/\b0x[0-9a-f]{6,}\b/g, '<pointer>')
      .replace(/Invalid value: (&|\[\])?\w+\.\w+\{.*\}(?=: )/g, 'Invalid value: <Go value>')
      .replace(/-----BEGIN ([A-Z ]+)-----[\s\S]*?-----END [A-Z ]+-----\s*/g, '<pem $1>')
      .replace(/(resourceVersion[\\"\s:=]+)"?\d+"?/g, '$1<rv>')
      .replaceAll(this.#host, '<server>')
      .replace(/\b127\.0\.0\.1(:\d+)?\b/g, '<server>');
  }

  value(value: unknown, key?: string): unknown {
    if (typeof value === 'string') return this.#string(value, key);
    if (Array.isArray(value)) return this.#array(value, key);
    if (isObject(value)) return this.#object(value, key);
    return value;
  }

  #uid(uid: string): string {
    const known = this.#uids.get(uid) ?? `<uid:${this.#uids.size + 1}>`;
    this.#uids.set(uid, known);
    return known;
  }

  #string(value: string, key: string | undefined): unknown {
    if (key === 'resourceVersion' || key === 'continue') return value === '' ? '' : `<${key}>`;
    if (key === 'kubernetes.io/legacy-token-last-used') return '<date>';
    if (isJwt(value)) return { '<jwt>': this.value(jwtShape(value)) };
    return this.text(value.replace(JWT, '<jwt>'));
  }

  #array(values: readonly unknown[], key: string | undefined): unknown[] {
    const kept = this.#dropGenerated ? values.filter((v) => !isGenerated(v)) : values;
    if (key !== 'cells') return kept.map((v) => this.value(v));
    return kept.map((v) => (typeof v === 'string' && AGE.test(v) ? '<age>' : this.value(v)));
  }

  #object(value: JsonObject, key: string | undefined): JsonObject {
    const out: JsonObject = {};
    for (const name of Object.keys(value).sort()) {
      if (name === 'managedFields' && !this.keepManagedFields) continue;
      out[name] = this.#member(name, name === 'managedFields' ? inOrder(value[name]) : value[name], key);
    }
    return out;
  }

  #member(name: string, value: unknown, parent: string | undefined): unknown {
    // Columns' descriptions are prose that nobody is shown; the advertised address is the machine's own.
    if (name === 'columnDefinitions' && Array.isArray(value)) return value.map(withoutDescription);
    if (name === 'jwks_uri' && typeof value === 'string') {
      return value.replace(/^https:\/\/[^/]+/, 'https://<server>');
    }
    const secretData = parent === 'data' && typeof value === 'string' && TOKEN_DATA.includes(name);
    if (secretData && !value.startsWith('-----BEGIN')) {
      return { '<base64>': this.value(Buffer.from(value, 'base64').toString('utf8')) };
    }
    return this.value(value, name);
  }
}

/** Entries stand in order of time first, which a run that takes longer shows and a recording does not. */
function inOrder(entries: unknown): unknown {
  if (!Array.isArray(entries)) return entries;
  const key = (entry: unknown): string => {
    if (!isObject(entry)) return '';
    const { operation, manager, apiVersion, subresource } = entry;
    return JSON.stringify([operation, manager, apiVersion, subresource]);
  };
  return entries.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function withoutDescription(column: unknown): unknown {
  if (!isObject(column)) return column;
  return Object.fromEntries(Object.entries(column).filter(([name]) => name !== 'description'));
}

function isGenerated(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (typeof value.name === 'string' && /-token-[a-z0-9]{5}$/.test(value.name)) return true;
  return value.manager === 'kube-controller-manager' && isObject(value.fieldsV1) && !!value.fieldsV1['f:secrets'];
}

/** A path in which the run's own names and ids are masked. */
export function maskedPath(path: string, run: string): string {
  return path
    .replaceAll(run, '<run>')
    .replace(UID, '<uid>')
    .replace(/continue=[^&]+/, 'continue=<continue>');
}
