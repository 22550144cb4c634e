/**
 * The errors a kube-apiserver answers with, under upstream's constructor names.
 * Source: k8s.io/apimachinery/pkg/api/errors/errors.go; texts as recorded from real servers.
 */
import { type FieldError, fieldErrorCause, fieldErrorText, goQuote } from './field/errors.js';
import {
  type GroupKind,
  type GroupResource,
  type Status,
  type StatusCause,
  type StatusDetails,
  groupKindString,
  groupResourceString,
} from './meta/v1.js';

/** Carries the Status to answer with. Thrown anywhere below the endpoints, written by status-writer alone. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status;
  /** Sent as a bare text body in place of the Status, as upstream's few http.Error calls do. */
  readonly plainText: string | undefined;

  constructor(status: Status, plainText?: string) {
    super(status.message ?? status.reason ?? 'error');
    this.status = status;
    this.plainText = plainText;
  }

  get code(): number {
    return this.status.code ?? 500;
  }
}

interface Failure {
  code: number;
  reason?: string;
  message: string;
  details?: StatusDetails;
}

function failure({ code, reason, message, details }: Failure): StatusError {
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
  if (message !== '') status.message = message;
  if (reason !== undefined) status.reason = reason;
  if (details !== undefined) status.details = details;
  status.code = code;
  return new StatusError(status);
}

function resourceDetails(resource: GroupResource, name: string): StatusDetails {
  return {
    ...(name === '' ? {} : { name }),
    ...(resource.group === '' ? {} : { group: resource.group }),
    ...(resource.resource === '' ? {} : { kind: resource.resource }),
  };
}

/** 404 NotFound. */
export function newNotFound(resource: GroupResource, name: string): StatusError {
  return failure({
    code: 404,
    reason: 'NotFound',
    message: `${groupResourceString(resource)} "${name}" not found`,
    details: resourceDetails(resource, name),
  });
}

/** 409 AlreadyExists. */
export function newAlreadyExists(resource: GroupResource, name: string): StatusError {
  return failure({
    code: 409,
    reason: 'AlreadyExists',
    message: `${groupResourceString(resource)} "${name}" already exists`,
    details: resourceDetails(resource, name),
  });
}

/** 409 AlreadyExists for a generated name that was taken. */
export function newGenerateNameConflict(resource: GroupResource, name: string): StatusError {
  return failure({
    code: 409,
    reason: 'AlreadyExists',
    message: `${groupResourceString(resource)} "${name}" already exists, the server was not able to generate a unique name for the object`,
    details: { ...resourceDetails(resource, name), retryAfterSeconds: 1 },
  });
}

/** 409 Conflict. `cause` is the text behind the colon. */
export function newConflict(resource: GroupResource, name: string, cause: string): StatusError {
  return failure({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${groupResourceString(resource)} "${name}": ${cause}`,
    details: resourceDetails(resource, name),
  });
}

/** 409 Conflict of an apply, with a cause per field that another manager owns. */
export function newApplyConflict(causes: readonly StatusCause[], message: string): StatusError {
  return failure({ code: 409, reason: 'Conflict', message, details: { causes: [...causes] } });
}

/** 422 Invalid, with a cause per field error. */
export function newInvalid(kind: GroupKind, name: string, errors: readonly FieldError[]): StatusError {
  const texts = [...new Set(errors.map(fieldErrorText))];
  const aggregate = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const causes: StatusCause[] = errors.map(fieldErrorCause);
  return failure({
    code: 422,
    reason: 'Invalid',
    message: `${groupKindString(kind)} "${name}" is invalid${errors.length === 0 ? '' : `: ${aggregate}`}`,
    details: {
      ...(name === '' ? {} : { name }),
      ...(kind.group === '' ? {} : { group: kind.group }),
      ...(kind.kind === '' ? {} : { kind: kind.kind }),
      ...(causes.length === 0 ? {} : { causes }),
    },
  });
}

/** 400 BadRequest. */
export function newBadRequest(message: string): StatusError {
  return failure({ code: 400, reason: 'BadRequest', message });
}

/** 401 Unauthorized. */
export function newUnauthorized(message = 'Unauthorized'): StatusError {
  return failure({ code: 401, reason: 'Unauthorized', message });
}

/** 403 Forbidden as admission plug-ins and registries give it; the authorization filter's own text is made there. */
export function newForbidden(resource: GroupResource, name: string, cause: string): StatusError {
  const what =
    resource.resource === ''
      ? 'forbidden'
      : name === ''
        ? `${groupResourceString(resource)} is forbidden`
        : `${groupResourceString(resource)} "${name}" is forbidden`;
  return failure({
    code: 403,
    reason: 'Forbidden',
    message: `${what}: ${cause}`,
    details: resourceDetails(resource, name),
  });
}

/** 500 InternalError. */
export function newInternalError(message: string): StatusError {
  return failure({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ message }] },
  });
}

/** 500 without a reason: what upstream makes of an error that carries no status of its own. */
export function newUnknownError(message: string): StatusError {
  return failure({ code: 500, message });
}

/** 500 ServerTimeout: not now, try again. */
export function newServerTimeout(
  resource: GroupResource,
  operation: string,
  retryAfterSeconds: number,
  message = `The ${operation} operation against ${groupResourceString(resource)} could not be completed at this time, please try again.`,
): StatusError {
  return failure({
    code: 500,
    reason: 'ServerTimeout',
    message,
    details: { ...resourceDetails(resource, operation), retryAfterSeconds },
  });
}

/** 405 MethodNotAllowed, naming the verb. */
export function newMethodNotSupported(resource: GroupResource, verb: string): StatusError {
  return failure({
    code: 405,
    reason: 'MethodNotAllowed',
    message: `${verb} is not supported on resources of kind ${goQuote(groupResourceString(resource))}`,
    details: { ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.resource },
  });
}

/** 410 Expired: a resourceVersion or continue token that is too old. */
export function newResourceExpired(message: string): StatusError {
  return failure({ code: 410, reason: 'Expired', message });
}

/** 504 Timeout, with a hint when to try again. */
export function newTimeoutError(message: string, retryAfterSeconds: number): StatusError {
  return failure({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: ${message}`,
    details: retryAfterSeconds > 0 ? { retryAfterSeconds } : {},
  });
}

/** 429 TooManyRequests, with a hint when to try again. */
export function newTooManyRequests(message: string, retryAfterSeconds: number): StatusError {
  return failure({
    code: 429,
    reason: 'TooManyRequests',
    message,
    details: retryAfterSeconds > 0 ? { retryAfterSeconds } : {},
  });
}

/** 504 Timeout for a resourceVersion that is still to come. Source: k8s.io/apiserver/pkg/storage/errors.go. */
export function newTooLargeResourceVersion(revision: number, current: number): StatusError {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  const { status } = newTimeoutError(`Too large resource version: ${revision}, current: ${current}`, 1);
  return new StatusError({ ...status, details: { ...status.details, causes } });
}

/** 413 RequestEntityTooLarge. */
export function newRequestEntityTooLargeError(message: string): StatusError {
  return failure({
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: `Request entity too large: ${message}`,
  });
}

/** 406 NotAcceptable for an Accept header that nothing can be made for. */
export function newNotAcceptable(message: string): StatusError {
  return failure({ code: 406, reason: 'NotAcceptable', message });
}

/** 415 UnsupportedMediaType for a body; `accepted` are the media types that are read. */
export function newUnsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return failure({ code: 415, reason: 'UnsupportedMediaType', message });
}

const GENERIC: Readonly<Record<number, { reason: string; message: string }>> = {
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  405: { reason: 'MethodNotAllowed', message: 'the server does not allow this method on the requested resource' },
  406: { reason: 'NotAcceptable', message: '' },
  415: { reason: 'UnsupportedMediaType', message: '' },
  422: { reason: 'Invalid', message: 'the server rejected our request due to an error in our request' },
  501: { reason: 'NotImplemented', message: '' },
};

/** The Status for an HTTP status that has no resource behind it: unknown paths (404), methods (405), 406, 415. */
export function newGenericServerResponse(code: number, message?: string): StatusError {
  const generic = GENERIC[code];
  return failure({
    code,
    reason: generic?.reason ?? 'Unknown',
    message: message ?? generic?.message ?? 'unknown',
    details: {},
  });
}

/** True where `error` is a StatusError with this reason. */
export function isReason(error: unknown, reason: string): error is StatusError {
  return error instanceof StatusError && error.status.reason === reason;
}
