package dev.coalmine.embedded.cloudwatch.alarm;

/** How an alarm treats missing data points; the API's TreatMissingData. */
enum MissingDataTreatment {
  missing,
  ignore,
  breaching,
  notBreaching
}
