package dev.coalmine.embedded.cloudwatch.alarm;

/** What an alarm takes missing points for; the API's TreatMissingData. */
enum MissingDataTreatment {
  missing,
  ignore,
  breaching,
  notBreaching
}
