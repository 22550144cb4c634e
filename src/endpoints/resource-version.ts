/** What a request's resourceVersion asks for. Source: k8s.io/apiserver/pkg/storage/api_object_versioner.go, interfaces.go. */
import { newBadRequest, newTooLargeResourceVersion, newUnknownError } from '../apis/errors.js';
import { type Features } from '../features/features.js';

/** 0 for '' and '0'; 500 for what is no number. */
export function parseResourceVersion(text: string): number {
  const refused = refusal(text);
  if (refused !== undefined) throw newUnknownError(refused);
  return Number(text);
}

/** The same for lists, which newer versions refuse as bad requests. */
export function parseListResourceVersion(text: string, { behaviours }: Features): number {
  const refused = refusal(text);
  if (refused !== undefined && behaviours.listVersionErrorsAreBadRequests) {
    throw newBadRequest(`invalid resource version: ${refused}`);
  }
  return parseResourceVersion(text);
}

/** 504 for a revision that is still to come, as nobody waits for it here. */
export function checkIsReached(revision: number, newest: number): void {
  if (revision > newest) throw newTooLargeResourceVersion(revision, newest);
}

function refusal(text: string): string | undefined {
  if (/^\d*$/.test(text)) return undefined;
  const quoted = JSON.stringify(text);
  return `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
}
