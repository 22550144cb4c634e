/** What an apply would take from others. Source: k8s.io/apimachinery/pkg/util/managedfields/internal/conflict.go. */
import { newApplyConflict, type StatusError } from '../apis/errors.js';
import { compareGoStrings } from '../apis/schema/plain-object.js';
import { FieldSet } from './field-set.js';
import { describeManager } from './managed-fields.js';
import { type PathElement, printPath } from './path-element.js';

export interface Conflict {
  /** The identifier of the one who owns the field. */
  readonly manager: string;
  readonly path: readonly PathElement[];
}

export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly conflicts: readonly Conflict[];

  constructor(conflicts: readonly Conflict[]) {
    super(`${conflicts.length} conflicts`);
    this.conflicts = conflicts;
  }

  get paths(): FieldSet {
    return FieldSet.of(...this.conflicts.map(({ path }) => path));
  }

  /** 409 with a cause per field. */
  toStatusError(): StatusError {
    const byManager = [...this.conflicts].sort((a, b) => compareGoStrings(a.manager, b.manager));
    const causes = byManager.map(({ manager, path }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${printManager(manager)}`,
      field: printPath(path),
    }));
    return newApplyConflict(causes, textOf(byManager));
  }
}

/** `"kubectl" with subresource "status" using apps/v1`. */
function printManager(identifier: string): string {
  const { manager = '', operation, apiVersion = '', subresource = '' } = describeManager(identifier);
  const name = JSON.stringify(manager);
  const below = subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  return `${name}${below}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}

function textOf(conflicts: readonly Conflict[]): string {
  const [only] = conflicts;
  if (only !== undefined && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${printManager(only.manager)}: ${printPath(only.path)}`;
  }
  const lines = conflicts.flatMap(({ manager, path }, i) => {
    const line = `- ${printPath(path)}`;
    return conflicts[i - 1]?.manager === manager ? [line] : [`conflicts with ${printManager(manager)}:`, line];
  });
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}
