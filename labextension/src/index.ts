import { clientPlugin } from './client/plugin';
import { debuggingPlugin } from './debugging/plugin';
import { proposalsPlugin } from './proposals/plugin';
import { settingsPlugin } from './settings/plugin';
import { trialsPlugin } from './trials/plugin';
import { surroundingsPlugin } from './ui/plugin';

export default [
  settingsPlugin,
  clientPlugin,
  surroundingsPlugin,
  proposalsPlugin,
  trialsPlugin,
  debuggingPlugin
];
