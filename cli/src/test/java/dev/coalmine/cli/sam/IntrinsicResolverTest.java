package dev.coalmine.cli.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntrinsicResolverTest {
  private static final String TEMPLATE =
      """
      Parameters:
        Many: {Type: CommaDelimitedList, Default: "a, b"}
        One: {Type: String, Default: x}
        Open: {Type: String}
      Conditions:
        IsX: !Equals [!Ref One, x]
        IsNotX: !Not [!Condition IsX]
        Both: !And [!Condition IsX, !Condition IsNotX]
        Either: !Or [!Condition IsX, !Condition IsNotX]
      Resources:
        Workflow: {Type: AWS::Serverless::StateMachine, Properties: {}}
        Fn: {Type: AWS::Serverless::Function, Properties: {AutoPublishAlias: live}}
        Bus: {Type: AWS::Events::EventBus}
        Queue: {Type: AWS::SQS::Queue}
        Topic: {Type: AWS::SNS::Topic}
        Role: {Type: AWS::IAM::Role}
        Logs: {Type: AWS::Logs::LogGroup}
        Table: {Type: AWS::DynamoDB::Table}
        Value: %s
      """;

  @TempDir private Path folder;

  private Object resolved(String value) throws IOException {
    Path file = folder.resolve("template.yaml");
    Files.writeString(file, TEMPLATE.formatted(value));
    SamTemplate template = SamTemplate.read(file);
    StackNames names = new StackNames(template, "stack");
    names.setName("Bus", "bus");
    names.setVersion("Fn", "3");
    return new IntrinsicResolver(template, Map.of(), names)
        .resolve(template.resources().get("Value"), "Value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "!Ref One                              | x",
        "!Ref Many                             | [a, b]",
        "!Ref AWS::StackName                   | stack",
        "!Ref Fn                               | stack-Fn",
        "!Ref Fn.Version                       |"
            + " arn:aws:lambda:us-east-1:000000000000:function:stack-Fn:3",
        "!Ref Fn.Alias                         |"
            + " arn:aws:lambda:us-east-1:000000000000:function:stack-Fn:live",
        "!GetAtt Fn.Arn                        |"
            + " arn:aws:lambda:us-east-1:000000000000:function:stack-Fn",
        "{'Fn::GetAtt': [Fn, Arn]}             |"
            + " arn:aws:lambda:us-east-1:000000000000:function:stack-Fn",
        "!Ref Workflow                         |"
            + " arn:aws:states:us-east-1:000000000000:stateMachine:stack",
        "!GetAtt Workflow.Name                 | stack",
        "!Ref Bus                              | bus",
        "!GetAtt Bus.Arn                       |"
            + " arn:aws:events:us-east-1:000000000000:event-bus/bus",
        "!GetAtt Queue.Arn                     | arn:aws:sqs:us-east-1:000000000000:stack-Queue",
        "!Ref Queue                            |"
            + " https://sqs.us-east-1.amazonaws.com/000000000000/stack-Queue",
        "!Ref Topic                            | arn:aws:sns:us-east-1:000000000000:stack-Topic",
        "!GetAtt Topic.TopicName               | stack-Topic",
        "!GetAtt Role.Arn                      | arn:aws:iam::000000000000:role/stack-Role",
        "!Sub 'is ${One} of ${AWS::Region}, ${Bus.Arn}' | is x of us-east-1,"
            + " arn:aws:events:us-east-1:000000000000:event-bus/bus",
        "!Sub 'a ${!Literal} $x'               | a ${Literal} $x",
        "!Sub ['${Own}/${One}', {Own: !Ref Bus}] | bus/x",
        "!Join ['-', [a, !Ref One, b]]         | a-x-b",
        "!Join [',', !Ref Many]                | a,b",
        "!Split [',', 'a,b']                   | [a, b]",
        "!Select [1, !Ref Many]                | b",
        "!If [IsX, a, b]                       | a",
        "!If [IsNotX, a, b]                        | b",
        "!If [Both, a, b]                      | b",
        "!If [Either, a, !Ref Open]            | a",
        "{a: [1, !If [IsNotX, 2, !Ref AWS::NoValue]], b: !Ref AWS::NoValue} | {a=[1]}",
      })
  void functionsAreWorkedOut(String value, String expected) throws IOException {
    assertThat(resolved(value)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "!ImportValue other              | template, Value: Fn::ImportValue is not supported",
        "{a: [x, !Ref Missing]}          | template, Value.a[1]: there is no resource Missing",
        "!Ref Table                      | template, Value: Ref of Table (AWS::DynamoDB::Table) is"
            + " not supported",
        "!GetAtt Table.Arn               | template, Value: Fn::GetAtt of Table.Arn is not"
            + " supported",
        "!Ref AWS::NotificationARNs      | template, Value: AWS::NotificationARNs is not supported",
        "!Ref Open                       | template, Value: parameter Open has no value and no"
            + " default",
        "!If [Maybe, a, b]               | template, Value: there is no condition Maybe",
        "!Join [x]                       | template, Value: expected 2 arguments, found [x]",
      })
  void whatIsNotUnderstoodIsRefusedByName(String value, String message) {
    assertThatThrownBy(() -> resolved(value))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message);
  }

  @Test
  void otherValuesStayAsTheyAre() throws IOException {
    assertThat(resolved("{a: 1, b: [true, null], c: text}"))
        .hasToString("{a=1, b=[true, null], c=text}");
    assertThat(resolved("[1, 2]")).isEqualTo(List.of(1, 2));
  }
}
