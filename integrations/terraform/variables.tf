variable "artifacts" {
  type        = string
  description = "Folder with coalmine-functions.jar and coalmine-template.yaml of one release of Coalmine."
}

variable "bucket" {
  type        = string
  description = "Name of a bucket in the Region of the stack, which gets both files."
}

variable "functions" {
  type        = list(string)
  description = "ARNs of the functions that may be released, without version or alias; a name can be a pattern such as orders-*."

  validation {
    condition     = length(var.functions) > 0
    error_message = "Name at least one function that may be released."
  }
}

variable "name" {
  type        = string
  default     = "coalmine"
  description = "Name of the stack, and of its state machine."
}

variable "parameters" {
  type        = map(string)
  default     = {}
  description = "Other parameters of the template, such as { NewsEmail = \"ann@example.com\" }; lists are joined with commas."

  validation {
    condition     = length(setintersection(keys(var.parameters), ["Functions", "CodeBucket", "CodeKey"])) == 0
    error_message = "Functions, CodeBucket and CodeKey come from the variables functions, bucket and artifacts."
  }
}

variable "prefix" {
  type        = string
  default     = "coalmine/"
  description = "Beginning of the keys in the bucket."
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags of the stack, which CloudFormation gives to its resources."
}
