/** The Statuses of the control API that have no counterpart upstream. */
import { newBadRequest, newGenericServerResponse, StatusError } from '../apis/errors.js';

/** 400, with the field as the cause. */
export function invalidField(field: string, message: string): StatusError {
  const { status } = newBadRequest(`${field}: ${message}`);
  return new StatusError({ ...status, details: { causes: [{ reason: 'FieldValueInvalid', message, field }] } });
}

/** 400 for a body as a whole. */
export function invalidBody(message: string): StatusError {
  return newBadRequest(`the body: ${message}`);
}

/** 403 for whoever is not on this machine. */
export function notFromHere(): StatusError {
  const message = 'the control API is for this machine alone: it is asked through the loopback address';
  const { status } = newBadRequest(message);
  return new StatusError({ ...status, reason: 'Forbidden', code: 403 });
}

/** 404, naming what there is. */
export function noSuchControl(path: string, paths: readonly string[]): StatusError {
  return newGenericServerResponse(404, `there is no ${path}; the control API has ${paths.join(', ')}`);
}

/** 405, naming what the path takes. */
export function methodNotAllowed(method: string, allowed: readonly string[]): StatusError {
  return newGenericServerResponse(405, `${method} is not for this path; it takes ${allowed.join(' and ')}`);
}
