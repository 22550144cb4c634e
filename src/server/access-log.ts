import { type AccessLogEntry } from '../endpoints/http.js';
import { type Logger } from './options.js';

const REFUSAL_LEVEL = 1;
const REQUEST_LEVEL = 2;

/** One line a request at -v 2, and one at -v 1 for each credential that was refused, saying why: clients only see 401. */
export function accessLog(logger: Logger): ((entry: AccessLogEntry) => void) | undefined {
  const { verbosity = REQUEST_LEVEL } = logger;
  if (verbosity < REFUSAL_LEVEL) return undefined;
  return ({ auditId, method, info, user, code, duration, refused }) => {
    if (refused === undefined && verbosity < REQUEST_LEVEL) return;
    const fields = {
      auditId,
      user: user?.username ?? '',
      verb: info.verb,
      method,
      resource: info.isResourceRequest ? [info.resource, info.subresource].filter((part) => part !== '').join('/') : '',
      namespace: info.namespace,
      name: info.name,
      path: info.path,
      status: code,
      milliseconds: duration,
    };
    if (refused !== undefined) logger.info(REFUSAL_LEVEL, { ...fields, refused }, 'credential refused');
    logger.info(REQUEST_LEVEL, fields, 'request');
  };
}
