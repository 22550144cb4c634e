/** What the store's own errors mean to a client. Source: k8s.io/apiserver/pkg/registry/generic/registry, storage/errors. */
import { newAlreadyExists, newConflict, newNotFound, newResourceExpired, newTimeoutError } from '../apis/errors.js';
import { type GroupResource } from '../apis/meta/v1.js';
import { StorageError } from '../storage/storage.js';

/** The Status for a StorageError; any other error as it is. */
export function interpretStorageError(error: unknown, resource: GroupResource, name: string): unknown {
  if (!(error instanceof StorageError)) return error;
  switch (error.reason) {
    case 'KeyNotFound':
      return newNotFound(resource, name);
    case 'KeyExists':
      return newAlreadyExists(resource, name);
    case 'InvalidObject':
      return newConflict(resource, name, error.message);
    case 'ResourceVersionTooOld':
      return newResourceExpired('The resourceVersion for the provided watch is too old.');
    case 'ResourceVersionTooLarge':
      return newTimeoutError(error.message, 1);
  }
}

/** Runs `fn` and rethrows what it throws as a Status. */
export async function withStatus<T>(resource: GroupResource, name: string, fn: () => Promise<T>): Promise<T> {
  try {
    return await fn();
  } catch (error) {
    throw interpretStorageError(error, resource, name);
  }
}
