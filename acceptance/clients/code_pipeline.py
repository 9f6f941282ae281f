"""Jobs of a pipeline, and the results of functions."""

from support.arns import ACCOUNT
from support.aws_errors import error_code
from support.stories import story


@story
def a_pipelines_job_is_answered(client, claims):
    client.make_function("piped")
    configuration = {"FunctionName": "piped", "UserParameters": "{}"}
    job = "0c0ffee0-abcd-1111-abcd-111111abcdef"
    posted = client.local(
        "jobs",
        {
            "CodePipeline.job": {
                "id": job,
                "accountId": ACCOUNT,
                "data": {"actionConfiguration": {"configuration": configuration}},
            }
        },
    )
    claims.equal("a posted job keeps its id", {"jobId": job}, posted)
    client.pipelines.put_job_success_result(jobId=job, continuationToken="on it")
    jobs = client.wait_until(
        lambda: {
            name: it for name, it in client.local("jobs").items() if it["function"] == "piped"
        },
        lambda found: len(found) > 1,
        "the function is invoked again",
    )
    (second,) = (name for name in jobs if name != job)
    claims.equal(
        "boto3: a job is answered once",
        (400, "InvalidJobStateException"),
        error_code(client.pipelines.put_job_success_result, jobId=job),
    )
    client.pipelines.put_job_failure_result(
        jobId=second, failureDetails={"type": "JobFailed", "message": "rolled back"}
    )
    ended = client.local("jobs")[second]
    claims.equal(
        "boto3: a failure ends the action",
        ("FAILED", "rolled back"),
        (ended["state"], ended["message"]),
    )
    claims.equal(
        "boto3: an unknown job is not found",
        (400, "JobNotFoundException"),
        error_code(
            client.pipelines.put_job_success_result, jobId="1c0ffee0-abcd-1111-abcd-111111abcdef"
        ),
    )
