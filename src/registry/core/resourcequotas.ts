/** Source: pkg/registry/core/resourcequota. */
import { type ResourceQuota } from '../../apis/core/resource-quota.js';
import { compareQuantities } from '../../apis/quantity.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { statusSubresource } from '../stored-kind.js';
import { validateQuota, validateQuotaStatus, validateQuotaUpdate } from './resourcequota-validation.js';

/** What is limited twice, as requests and as limits. */
const LIMITED_TWICE = ['cpu', 'memory', 'storage', 'ephemeral-storage'];

function warnings({ spec = {} }: ResourceQuota): string[] {
  const { hard = {} } = spec;
  return LIMITED_TWICE.flatMap((name) => {
    const bare = name === 'cpu' || name === 'memory' ? [name] : [];
    const requests = [`requests.${name}`, ...bare].find((each) => hard[each] !== undefined) ?? '';
    const [request, limit] = [hard[requests], hard[`limits.${name}`]];
    if (request === undefined || limit === undefined || compareQuantities(request, limit) <= 0) return [];
    return [`ResourceQuota ${requests} (${request}) should be less than limits.${name} (${limit})`];
  });
}

function usage({ status }: ResourceQuota, limits: boolean): string {
  const { hard = {}, used = {} } = status ?? {};
  return Object.keys(hard)
    .filter((name) => name.startsWith('limits.') === limits)
    .sort()
    .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name] ?? '0'}`)
    .join(', ');
}

export const resourcequotas = defineBehaviour<ResourceQuota>({
  group: '',
  resource: 'resourcequotas',
  strategy: {
    validate: (quota, { features }) => validateQuota(quota, features),
    validateUpdate: (quota, old, { features }) => validateQuotaUpdate(quota, old, features),
    warningsOnCreate: (quota, { features }) => (features.behaviours.quotaWarnings ? warnings(quota) : []),
    returnDeletedObject: true,
  },
  subresources: {
    status: {
      ...statusSubresource,
      strategy: {
        ...statusSubresource.strategy,
        validateUpdate: (quota, _old, { features }) => validateQuotaStatus(quota, features),
      },
    },
  },
  columns: [
    nameColumn,
    { ...ageColumn, shown: ({ behaviours }) => !behaviours.quotaAgeLast },
    textColumn('Request', 'What is used and allowed of requests and counts.', (quota) => usage(quota, false)),
    textColumn('Limit', 'What is used and allowed of limits.', (quota) => usage(quota, true)),
    { ...ageColumn, shown: ({ behaviours }) => behaviours.quotaAgeLast },
  ],
  description: 'Says how much a namespace may hold and use.',
  example: { metadata: { name: 'small' }, spec: { hard: { pods: '10', 'requests.cpu': '4' } } },
});
