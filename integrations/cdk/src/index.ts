export * from './coalmine';
export * from './coalmine-release';
export * from './release-plan';
