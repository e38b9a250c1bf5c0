import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

interface INotebookPanel {
  readonly context: {
    readonly path: string;
    readonly model: { readonly collaborative: boolean; readonly dirty: boolean };
    save(): Promise<void>;
  };
  readonly sessionContext: { readonly kernelDisplayStatus: string };
  close(): void;
}

interface IApplication {
  restored: Promise<void>;
  shell: { currentWidget: Partial<INotebookPanel> | null };
  commands: { execute(id: string, args: object): Promise<unknown> };
  serviceManager: { sessions: { shutdownAll(): Promise<void> } };
}

/** The application, which the tests' servers hand to the page. */
type AppWindow = Window & { jupyterapp?: IApplication };

/** Wait until the application in the page can be used. */
export async function waitForApplication(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as AppWindow).jupyterapp !== undefined, null, {
    timeout: 60_000
  });
  await page.evaluate(() => (window as AppWindow).jupyterapp?.restored);
}

/** What a person does in a notebook, on any server: by what is seen, not by what the page is made of. */
export class Notebook {
  constructor(readonly page: Page) {}

  /** Make a notebook that nobody has saved, and wait for its kernel. */
  async create(): Promise<void> {
    await this.command('notebook:create-new', { kernelName: 'python3', activate: true });
    await expect(this.cell(0)).toBeVisible();
    await this.idle();
  }

  /** Save the notebook, close its tab and open it again, with its kernel as it was or a fresh one. */
  async reopen(kernel: 'same' | 'fresh' = 'same'): Promise<void> {
    await this.saved();
    const path = await this.page.evaluate(() => {
      const panel = (window as AppWindow).jupyterapp?.shell.currentWidget as INotebookPanel;
      panel.close();
      return panel.context.path;
    });
    await expect(this.panel).toHaveCount(0);
    if (kernel === 'fresh') {
      await this.page.evaluate(() =>
        (window as AppWindow).jupyterapp?.serviceManager.sessions.shutdownAll()
      );
    }
    await this.command('docmanager:open', { path });
    await expect(this.cell(0)).toBeVisible();
    await this.idle();
  }

  /** Save the notebook; one that is shared is saved by its server, and saving it too would be a conflict. */
  async saved(): Promise<void> {
    await this.page.evaluate(async () => {
      const panel = (window as AppWindow).jupyterapp?.shell.currentWidget as INotebookPanel;
      if (!panel.context.model.collaborative) {
        await panel.context.save();
      }
    });
    await this.page.waitForFunction(() => {
      const panel = (window as AppWindow).jupyterapp?.shell.currentWidget as INotebookPanel;
      return !panel.context.model.dirty;
    });
  }

  cell(index: number): Locator {
    return this.panel.locator('.jp-Cell').nth(index);
  }

  source(index: number): Locator {
    return this.cell(index).locator('.jp-InputArea-editor .cm-content');
  }

  output(index: number): Locator {
    return this.cell(index).locator('.jp-OutputArea-output');
  }

  fixButton(index: number): Locator {
    return this.cell(index).getByRole('button', { name: 'Fix', exact: true });
  }

  card(index: number, name: string): Locator {
    return this.cell(index).getByRole('region', { name });
  }

  /** Write a cell and run it; a new one stands below it afterwards. */
  async run(index: number, source?: string): Promise<void> {
    if (source !== undefined) {
      await this.source(index).fill(source);
    }
    const prompt = this.cell(index).locator('.jp-InputPrompt');
    const before = await prompt.innerText();
    await this.source(index).press('Shift+Enter');
    await expect(prompt).toHaveText(/\[\d+\]/, { timeout: 40_000 });
    await expect(prompt).not.toHaveText(before);
    await this.idle();
  }

  async command(id: string, args: object = {}): Promise<void> {
    await this.page.evaluate(
      async ([id, args]) => {
        await (window as AppWindow).jupyterapp?.commands.execute(id, args);
      },
      [id, args] as const
    );
  }

  /** Wait until the kernel is there and has nothing to do. */
  async idle(): Promise<void> {
    await this.page.waitForFunction(
      () =>
        (window as AppWindow).jupyterapp?.shell.currentWidget?.sessionContext
          ?.kernelDisplayStatus === 'idle',
      null,
      { timeout: 40_000 }
    );
  }

  private get panel(): Locator {
    return this.page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)');
  }
}
