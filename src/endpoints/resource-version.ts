/** What a request's resourceVersion asks for. Source: k8s.io/apiserver/pkg/storage/api_object_versioner.go, etcd3/store.go. */
import { newTimeoutError, StatusError } from '../apis/errors.js';

/** 0 for '' and '0'; 500 for what is no number, 504 for a revision that is still to come. */
export function parseResourceVersion(text: string, newest: number): number {
  if (text === '' || text === '0') return 0;
  if (!/^\d+$/.test(text)) {
    const message = `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`;
    throw new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 });
  }
  const revision = Number(text);
  if (revision > newest) throw newTimeoutError(`Too large resource version: ${revision}, current: ${newest}`, 1);
  return revision;
}
