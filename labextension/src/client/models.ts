import type { components } from './types';

type Schemas = components['schemas'];

export type Cell = Schemas['Cell-Input'];
export type NotebookRef = Schemas['NotebookRef'];
export type CellEdit = Schemas['CellEdit'];
export type AppliedEdits = Schemas['AppliedEdits'];
export type Evidence = Schemas['Evidence'];
export type Output = Evidence['outputs'][number];
export type CellError = Schemas['CellError'];
export type Explanation = Schemas['Explanation'];
export type FixStep = Schemas['FixStep'];
export type FixResponse = Schemas['FixResponse'];
export type Proposal = Schemas['Proposal'];
export type ProposalResponse = Schemas['ProposalResponse'];
