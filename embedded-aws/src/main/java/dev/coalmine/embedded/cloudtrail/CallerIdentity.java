package dev.coalmine.embedded.cloudtrail;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.protocol.Arns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The caller of an operation, as CloudTrail describes it.
 *
 * @param identity the event's userIdentity
 * @param address the event's sourceIPAddress
 * @param agent the event's userAgent
 */
record CallerIdentity(Map<String, Object> identity, String address, String agent) {
  private static final Pattern KEY = Pattern.compile("Credential=([^/]+)/");
  private static final String IAM = "arn:aws:iam::" + Arns.ACCOUNT + ":user/";
  private static final String ROLES = "arn:aws:sts::" + Arns.ACCOUNT + ":assumed-role/";

  static CallerIdentity of(WireRequest request) {
    String agent = request.header("user-agent");
    String application = request.applicationId();
    String named = application.isEmpty() ? agent : application;
    if (named.matches("[a-z0-9-]+\\.amazonaws\\.com")) {
      return new CallerIdentity(identity(request, "user", named), named, named);
    }
    return application.isEmpty()
        ? new CallerIdentity(identity(request, "user", ""), "127.0.0.1", agent)
        : new CallerIdentity(role(request, application), "127.0.0.1", agent);
  }

  private static Map<String, Object> identity(WireRequest request, String user, String service) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("type", "IAMUser");
    identity.put("principalId", "AIDA" + Arns.ACCOUNT);
    identity.put("arn", IAM + user);
    identity.put("accountId", Arns.ACCOUNT);
    identity.put("accessKeyId", key(request));
    identity.put("userName", user);
    if (!service.isEmpty()) {
      identity.put("invokedBy", service);
    }
    return identity;
  }

  private static Map<String, Object> role(WireRequest request, String application) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("type", "AssumedRole");
    identity.put("principalId", "AROA" + Arns.ACCOUNT + ":" + application);
    identity.put("arn", ROLES + application + "/" + application);
    identity.put("accountId", Arns.ACCOUNT);
    identity.put("accessKeyId", key(request));
    return identity;
  }

  private static String key(WireRequest request) {
    Matcher matcher = KEY.matcher(request.header("authorization"));
    return matcher.find() ? matcher.group(1) : "";
  }
}
