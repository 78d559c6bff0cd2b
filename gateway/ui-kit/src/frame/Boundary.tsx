import { Component, type ReactNode } from 'react';
import { Failure } from '../Failure';
import { texts } from '../texts';

interface Props {
  /** Where we are: elsewhere it may well work. */
  at: string;
  children: ReactNode;
}

/** Keeps the frame standing when a page breaks, so that there is a way on; what broke is still reported. */
export class Boundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError = () => ({ broken: true });

  override componentDidCatch(error: Error) {
    reportError(error);
  }

  override componentDidUpdate(before: Props) {
    if (this.state.broken && before.at !== this.props.at) this.setState({ broken: false });
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return <Failure error={new Error(texts.errors.broken)} retry={() => location.reload()} />;
  }
}
