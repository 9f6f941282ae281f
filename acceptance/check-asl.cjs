// Checks state machines with the language service of AWS' own editor tools: unknown fields, wrong
// types, dangling Next, unreachable states. Usage: node check-asl.cjs FILE.asl.json …
const fs = require('fs');
const {getLanguageService} = require('amazon-states-language-service');
const {TextDocument} = require('vscode-languageserver-textdocument');

(async () => {
  const service = getLanguageService({});
  let faults = 0;
  for (const file of process.argv.slice(2)) {
    const document = TextDocument.create(file, 'asl', 1, fs.readFileSync(file, 'utf8'));
    const diagnostics = await service.doValidation(document, service.parseJSONDocument(document));
    for (const found of diagnostics) {
      console.log(`${file}:${found.range.start.line + 1}: ${found.message}`);
    }
    faults += diagnostics.length;
  }
  console.log(faults === 0 ? 'state machines: no faults' : `state machines: ${faults} faults`);
  process.exit(faults === 0 ? 0 : 1);
})();
