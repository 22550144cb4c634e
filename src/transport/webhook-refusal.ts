/** What client-go makes of an answer that is no success. Sources: k8s.io/client-go/rest/request.go, k8s.io/apimachinery/pkg/api/errors. */
import { StatusError } from '../apis/errors.js';
import { type Status } from '../apis/meta/v1.js';
import { type TransportResponse } from './http.js';

/** Bytes of an answer that are shown. */
const MOST_SHOWN = 2048;

/** To a POST. Source: NewGenericServerResponse. */
const REFUSALS: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  409: ['AlreadyExists', 'the server reported a conflict'],
  422: ['Invalid', 'the server rejected our request due to an error in our request'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: [
    'Timeout',
    'the server was unable to return a response in the time allotted, but may still be processing the request',
  ],
};

/** The Status in the body where there is one that tells of a failure. */
export function refusal(response: TransportResponse): StatusError {
  const { status: code, headers, body } = response;
  const told = failureIn(body);
  if (told !== undefined) return new StatusError(told);
  const [reason, message] = REFUSALS[code] ?? otherRefusal(code, shown(response));
  const seconds = headers['retry-after'] ?? '';
  const details = /^\d+$/.test(seconds) ? { retryAfterSeconds: Number(seconds) } : {};
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' } as const;
  return new StatusError({ ...status, reason, message, code, details });
}

/** Only a text is shown. */
function shown({ headers, body }: TransportResponse): string {
  const { 'content-type': type = '' } = headers;
  return type === '' || type.toLowerCase().startsWith('text/') ? body.slice(0, MOST_SHOWN).trim() : 'unknown';
}

function otherRefusal(code: number, text: string): readonly [reason: string, message: string] {
  switch (code) {
    case 403:
      return ['Forbidden', text];
    case 406: {
      const unable = 'the server was unable to respond with a content type that the client supports';
      return ['NotAcceptable', text === '' || text === 'unknown' ? unable : text];
    }
    case 415:
      return ['UnsupportedMediaType', text];
  }
  return code >= 500
    ? ['InternalError', `an error on the server (${JSON.stringify(text)}) has prevented the request from succeeding`]
    : ['Unknown', `the server responded with the status code ${code} but did not return more information`];
}

function failureIn(body: string): Status | undefined {
  try {
    const { kind, status, message } = (JSON.parse(body) ?? {}) as Partial<Status>;
    if (kind !== 'Status' || status !== 'Failure') return undefined;
    return typeof message === 'string' ? (JSON.parse(body) as Status) : undefined;
  } catch {
    return undefined;
  }
}
