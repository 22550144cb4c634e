/** Source: pkg/registry/apps/controllerrevision, pkg/apis/apps/validation/validation.go. */
import { isDeepStrictEqual } from 'node:util';
import { type FieldError, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type Json, type KubeObject } from '../../apis/meta/v1.js';
import { invalidStructure } from '../../apis/validation/structure.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { validateNonnegatives } from '../replicas.js';

interface ControllerRevision extends KubeObject {
  data?: Json;
  revision: number;
}

const DATA = Path.of('data');

function validateData({ data }: ControllerRevision, { behaviours }: Features): FieldError[] {
  if (data === undefined || data === null) return [required(DATA, 'data is mandatory')];
  const isObject = typeof data === 'object' && !Array.isArray(data);
  if (isObject || !behaviours.controllerRevisionDataIsObject) return [];
  return [required(DATA, 'data must be a valid JSON object')];
}

function validateDataKept(
  { data }: ControllerRevision,
  old: ControllerRevision,
  { behaviours }: Features,
): FieldError[] {
  if (isDeepStrictEqual(data, old.data)) return [];
  const bytes = [...Buffer.from(JSON.stringify(data ?? null))].map((byte) => `0x${byte.toString(16)}`);
  const type = 'runtime.TypeMeta{APIVersion:"", Kind:""}';
  const raw = `[]uint8{${bytes.join(', ')}}`;
  const go = `runtime.Unknown{TypeMeta:${type}, Raw:${raw}, ContentEncoding:"", ContentType:"application/json"}`;
  return [invalidStructure(DATA, data, go, 'field is immutable', behaviours)];
}

/** `deployment.apps/web`, or just the name where the reference says no kind. */
function controllerOf({ metadata }: ControllerRevision): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return '<none>';
  const slash = owner.apiVersion.indexOf('/');
  const group = slash === -1 ? '' : `.${owner.apiVersion.slice(0, slash)}`;
  return `${owner.kind}${group}`.toLowerCase() + `/${owner.name}`;
}

export const controllerrevisions = defineBehaviour<ControllerRevision>({
  group: 'apps',
  resource: 'controllerrevisions',
  strategy: {
    validate: (revision, { features }) => [
      ...validateNonnegatives(revision, ['revision'], Path.of()),
      ...validateData(revision, features),
    ],
    validateUpdate: (revision, old, { features }) => [
      ...validateNonnegatives(revision, ['revision'], Path.of()),
      ...validateDataKept(revision, old, features),
    ],
  },
  columns: [
    nameColumn,
    textColumn('Controller', 'Whose state it is.', controllerOf),
    textColumn('Revision', 'Its place in the order of states.', ({ revision }) => revision),
    ageColumn,
  ],
  description: 'A state of a daemon set or stateful set that can be gone back to.',
  example: { metadata: { name: 'agent-1' }, data: { spec: {} }, revision: 1 },
});
