/** ObjectMeta in Go's syntax (`%#v`), as errors before 1.34 print it. Source: k8s.io/apimachinery/pkg/apis/meta/v1/types.go. */
import { goQuote } from '../../apis/field/errors.js';
import { type ObjectMeta } from '../../apis/meta/v1.js';
import { goOwnerReference, goStrings } from '../../apis/validation/structure.js';

export function goObjectMeta(meta: ObjectMeta): string {
  const { generation = 0, deletionGracePeriodSeconds, ownerReferences = [], finalizers = [] } = meta;
  const fields = [
    ...TEXTS.map(([go, json]) => `${go}:${goQuote(meta[json] ?? '')}`),
    `Generation:${String(generation)}`,
    `CreationTimestamp:${goTimeValue(meta.creationTimestamp)}`,
    `DeletionTimestamp:${(meta.deletionTimestamp ?? '') === '' ? '<nil>' : goTimeValue(meta.deletionTimestamp)}`,
    `DeletionGracePeriodSeconds:(*int64)(${deletionGracePeriodSeconds === undefined ? 'nil' : ADDRESS})`,
    `Labels:${goMap(meta.labels)}`,
    `Annotations:${goMap(meta.annotations)}`,
    `OwnerReferences:[]v1.OwnerReference${braced(ownerReferences.map(goOwnerReference))}`,
    `Finalizers:${finalizers.length === 0 ? '[]string(nil)' : goStrings(finalizers)}`,
    'ManagedFields:[]v1.ManagedFieldsEntry(nil)',
  ];
  return `v1.ObjectMeta{${fields.join(', ')}}`;
}

const TEXTS = [
  ['Name', 'name'],
  ['GenerateName', 'generateName'],
  ['Namespace', 'namespace'],
  ['SelfLink', 'selfLink'],
  ['UID', 'uid'],
  ['ResourceVersion', 'resourceVersion'],
] as const;

// Go prints where the value lies in memory; any address is as good.
const ADDRESS = '0xc000000000';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

function goTimeValue(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return 'time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)';
  const time = new Date(text);
  const month = `time.${MONTHS[time.getUTCMonth()] ?? ''}`;
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()];
  return `time.Date(${[time.getUTCFullYear(), month, time.getUTCDate(), ...clock, 0, 'time.Local'].join(', ')})`;
}

function goMap(map: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[string]string${braced(entries.map(([key, value]) => `${goQuote(key)}:${goQuote(value)}`))}`;
}

function braced(values: readonly string[]): string {
  return values.length === 0 ? '(nil)' : `{${values.join(', ')}}`;
}
