output "workflow_arn" {
  description = "ARN of the state machine; an execution of it with a release request is a release."
  value       = aws_cloudformation_stack.coalmine.outputs["Workflow"]
}

output "pipeline_job_function_name" {
  description = "Name of the function that an action of CodePipeline invokes."
  value       = aws_cloudformation_stack.coalmine.outputs["PipelineJobFunction"]
}

output "release_provider_arn" {
  description = "ServiceToken for resources of type Custom::CoalmineRelease in CloudFormation stacks."
  value       = aws_cloudformation_stack.coalmine.outputs["StackRequestFunction"]
}

output "draw_release_function_arn" {
  description = "ARN of the function that draws releases in custom widgets of CloudWatch."
  value       = aws_cloudformation_stack.coalmine.outputs["DrawReleaseFunction"]
}

output "lost_events_queue_url" {
  description = "URL of the queue of events that could not be handled; each message is a release that did not start."
  value       = aws_cloudformation_stack.coalmine.outputs["LostEvents"]
}

output "dashboard_url" {
  description = "URL of the dashboard; null if MakeDashboard is false."
  value       = lookup(aws_cloudformation_stack.coalmine.outputs, "Dashboard", null)
}
