# A function that Coalmine releases whenever Terraform publishes a version of it: the tags ask for it,
# and Terraform leaves the alias alone. The Region needs a CloudTrail trail that logs management events.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "artifacts" {
  type        = string
  description = "Folder with coalmine-functions.jar and coalmine-template.yaml."
}

variable "bucket" {
  type        = string
  description = "Name of a bucket for them, in the same Region."
}

variable "package" {
  type        = string
  description = "Deployment package of the function, a ZIP file."
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

module "coalmine" {
  source = "../.."

  artifacts = var.artifacts
  bucket    = var.bucket
  # By name, not by aws_lambda_function.orders.arn: Coalmine's stack comes first.
  functions = ["arn:${data.aws_partition.current.partition}:lambda:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:function:orders"]

  parameters = {
    MinimumBake = "PT10M"
    RequireGate = "true"
  }
}

resource "aws_iam_role" "orders" {
  name = "orders"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "orders_logs" {
  role       = aws_iam_role.orders.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "orders" {
  function_name    = "orders"
  role             = aws_iam_role.orders.arn
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "index.handler"
  runtime          = "nodejs22.x"

  # Each change publishes a version, and the event of it starts a release.
  publish = true

  tags = {
    "coalmine:alias"  = "live"
    "coalmine:alarms" = aws_cloudwatch_metric_alarm.orders_errors.alarm_name
    "coalmine:watch"  = "PT30M"
  }

  # A version is released only if Coalmine is there when it is published.
  depends_on = [module.coalmine]
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.orders.function_name
  function_version = aws_lambda_function.orders.version # of the first version only

  # Releases move the alias, and mark it by its description while it is split. Any update of the alias
  # writes all of it.
  lifecycle {
    ignore_changes = [description, function_version, routing_config]
  }
}

resource "aws_cloudwatch_metric_alarm" "orders_errors" {
  alarm_name          = "orders-errors"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = "orders", Resource = "orders:live" }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 20
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
}

# Whoever calls the function calls the alias.
resource "aws_lambda_function_url" "orders" {
  function_name      = aws_lambda_function.orders.function_name
  qualifier          = aws_lambda_alias.live.name
  authorization_type = "AWS_IAM"
}

output "url" {
  value = aws_lambda_function_url.orders.function_url
}

output "workflow_arn" {
  value = module.coalmine.workflow_arn
}
