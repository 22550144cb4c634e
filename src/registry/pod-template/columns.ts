/** Columns of kinds with a pod template. Source: pkg/printers/internalversion/printers.go. */
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type LabelSelector } from '../../apis/validation/label-selector.js';
import { textColumn } from '../column.js';
import { type TableColumn } from '../rest.js';
import { selectorText } from '../scale.js';
import { type Labels } from '../selection.js';

/** Containers and Images; `wide`: with -o wide alone. */
export function containerColumns<T extends KubeObject>(
  templateOf: (object: T) => PodTemplateSpec | undefined,
  wide = true,
): readonly TableColumn<T>[] {
  const list = (object: T, field: 'name' | 'image'): string =>
    (templateOf(object)?.spec?.containers ?? []).map((container) => container[field] ?? '').join(',');
  return [
    textColumn('Containers', 'What the containers are called.', (object) => list(object, 'name'), { wide }),
    textColumn('Images', 'What the containers run.', (object) => list(object, 'image'), { wide }),
  ];
}

/** `a=b,c in (d)`; `<none>` where it is empty or missing. */
export function formatSelector(selector: LabelSelector | undefined): string {
  return (selector === undefined ? '' : selectorText(selector)) || '<none>';
}

/** `a=b,c=d`, sorted; `<none>` where there are none. */
export function formatLabels(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.map(([key, value]) => `${key}=${value}`).join(',') || '<none>';
}
