import type { TranslationBundle } from '@jupyterlab/translation';
import { Component } from 'react';
import type { ReactNode } from 'react';

import { CardButton } from './button';
import { describeProblem, Problem } from './problem';

interface IProps {
  readonly trans: TranslationBundle;
  readonly children: ReactNode;
}

interface IState {
  readonly error: unknown;
}

/** Keeps a failure inside its card, with a way to draw it again. */
export class ErrorBoundary extends Component<IProps, IState> {
  override state: IState = { error: null };

  static getDerivedStateFromError(error: unknown): IState {
    return { error };
  }

  override render(): ReactNode {
    const { trans, children } = this.props;
    if (this.state.error === null) {
      return children;
    }
    return (
      <>
        <Problem {...describeProblem(this.state.error, trans)} />
        <CardButton onClick={() => this.setState({ error: null })}>{trans.__('Retry')}</CardButton>
      </>
    );
  }
}
