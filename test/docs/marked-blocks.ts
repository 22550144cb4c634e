/** The fenced blocks of a document that a comment before them marks to be run. */
export interface MarkedBlock {
  /** `1.23`; '' for the newest. */
  readonly kubernetesVersion: string;
  /** What it must print somewhere; '' where nothing is said. */
  readonly prints: string;
  readonly language: 'sh' | 'js';
  readonly code: string;
}

const MARKED = /^<!-- run(?: (\d\.\d+))?(?: prints (.+))? -->\n```(sh|js)\n([^]*?)^```$/gm;

/** Blocks marked `<!-- run -->`, `<!-- run 1.23 -->` or `<!-- run prints TEXT -->`, in order. */
export function markedBlocks(document: string): readonly MarkedBlock[] {
  return [...document.matchAll(MARKED)].map(([, kubernetesVersion = '', prints = '', language = '', code = '']) => ({
    kubernetesVersion,
    prints,
    language: language === 'js' ? 'js' : 'sh',
    code,
  }));
}
