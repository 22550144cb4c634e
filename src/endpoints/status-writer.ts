/** The one place that turns an error into an answer. Source: k8s.io/apiserver/pkg/endpoints/handlers/responsewriters. */
import { newInternalError, StatusError } from '../apis/errors.js';
import { type ApiRequest, type ObjectResponse, type TextResponse } from './request.js';

export interface WrittenError {
  readonly response: ObjectResponse | TextResponse;
  /** Set where the error is a bug of ours, to be logged with its stack. */
  readonly bug?: unknown;
}

/** The answer to a failed request: the Status that was thrown, or 500 for anything else. */
export function writeError(error: unknown, request: Pick<ApiRequest, 'info'> | undefined): WrittenError {
  if (error instanceof StatusError) {
    if (error.plainText !== undefined) return { response: plain(error.code, error.plainText) };
    return { response: { type: 'object', code: error.code, object: { ...error.status } } };
  }
  const where = request === undefined ? '' : ` for ${request.info.path}`;
  const failure = newInternalError(`an error on the server${where} has prevented the request from succeeding`);
  return { response: { type: 'object', code: 500, object: { ...failure.status } }, bug: error };
}

/** Text as Go's http.Error writes it. */
export function plain(code: number, body: string): TextResponse {
  const headers = { 'x-content-type-options': 'nosniff' };
  return { type: 'text', code, contentType: 'text/plain; charset=utf-8', body, headers };
}
