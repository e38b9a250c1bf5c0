import type { JSX, ReactNode, Ref } from 'react';

interface IProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly accent?: boolean;
  readonly disabled?: boolean;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button of a card, in JupyterLab's own style. */
export function CardButton(props: IProps): JSX.Element {
  const style = props.accent ? 'jp-mod-accept' : 'jp-mod-reject';
  return (
    <button
      type="button"
      className={`jp-bolt-Button jp-mod-styled ${style}`}
      disabled={props.disabled}
      onClick={props.onClick}
      ref={props.buttonRef}
    >
      {props.children}
    </button>
  );
}
