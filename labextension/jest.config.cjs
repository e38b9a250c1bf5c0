/** JupyterLab's packages are ES modules, so what comes from node_modules is transformed too. */
module.exports = {
  testEnvironment: 'jsdom',
  roots: ['<rootDir>/test'],
  setupFiles: ['<rootDir>/test/setup.cjs'],
  moduleNameMapper: {
    '\\.(css|svg)$': '<rootDir>/test/asset.cjs'
  },
  transform: {
    '\\.[cm]?[jt]sx?$': [
      'ts-jest',
      {
        diagnostics: false,
        tsconfig: {
          allowJs: true,
          isolatedModules: true,
          jsx: 'react-jsx',
          module: 'commonjs',
          target: 'es2022',
          esModuleInterop: true
        }
      }
    ]
  },
  transformIgnorePatterns: []
};
