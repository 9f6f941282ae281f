# Coalmine's stack, from the two files of a release.

locals {
  jar      = "${var.artifacts}/coalmine-functions.jar"
  template = "${var.artifacts}/coalmine-template.yaml"

  # A list is one value for CloudFormation.
  own_parameters = {
    Functions  = join(",", var.functions)
    CodeBucket = var.bucket
    CodeKey    = aws_s3_object.functions.key
  }
}

data "aws_s3_bucket" "artifacts" {
  bucket = var.bucket
}

# Keys by contents: another file is another key, which CloudFormation notices. An old object goes only
# after the update of the stack, whose rollback would need it.
resource "aws_s3_object" "functions" {
  bucket = var.bucket
  key    = "${var.prefix}${filesha256(local.jar)}.jar"
  source = local.jar

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_s3_object" "template" {
  bucket = var.bucket
  key    = "${var.prefix}${filesha256(local.template)}.yaml"
  source = local.template

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudformation_stack" "coalmine" {
  name         = var.name
  template_url = "https://${data.aws_s3_bucket.artifacts.bucket_regional_domain_name}/${aws_s3_object.template.key}"
  parameters   = merge(var.parameters, local.own_parameters)
  capabilities = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"] # its roles; SAM's transform
  tags         = var.tags

  timeouts {
    create = "60m" # versions with SnapStart take some minutes
    update = "60m"
  }
}
