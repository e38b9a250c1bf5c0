import type { JSX, ReactNode, Ref } from 'react';

interface IProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly accent?: boolean;
  readonly disabled?: boolean;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button of a card; the one with an accent is the step that the card is for. */
export function CardButton(props: IProps): JSX.Element {
  return (
    <button
      type="button"
      className={props.accent ? 'jp-bolt-Button jp-mod-accept' : 'jp-bolt-Button'}
      disabled={props.disabled}
      onClick={props.onClick}
      ref={props.buttonRef}
    >
      {props.children}
    </button>
  );
}
