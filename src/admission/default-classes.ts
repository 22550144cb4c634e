/** Of several classes that say of themselves that they are the default, the one that counts. */
import { type KubeObject } from '../apis/meta/v1.js';
import { type Getter } from '../client/client.js';

/** The newest, or the first by name of those. */
export function newestByName(classes: readonly KubeObject[]): string | undefined {
  const created = ({ metadata }: KubeObject): number => Date.parse(metadata.creationTimestamp ?? '');
  const [first] = [...classes].sort((a, b) => created(b) - created(a) || (nameOf(a) < nameOf(b) ? -1 : 1));
  return first && nameOf(first);
}

function nameOf({ metadata: { name = '' } }: KubeObject): string {
  return name;
}

/** The classes that one of the annotations marks. */
export async function markedDefault(
  getter: Getter,
  resource: Parameters<Getter['list']>[0],
  annotations: readonly string[],
): Promise<readonly KubeObject[]> {
  const classes = await getter.list(resource, '');
  return classes.filter(({ metadata }) => annotations.some((key) => metadata.annotations?.[key] === 'true'));
}
