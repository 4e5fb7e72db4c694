module.exports = { ...require('../../jest.preset.js'), displayName: 'device-lab' };
