/** What people write in Portuguese, of Portugal and of Brazil. */
import type { PhraseTable } from "./phrase-table.ts";

const DATA = "dados|conta|perfil|informações|cadastro|registos|registros|fotos";
const ERASE =
  "apagar|apaguem|apague|apagamento|eliminar|eliminem|elimine|eliminação|excluir|excluam|exclua|exclusão|remover|removam|remoção|deletar|deletem|deletem|apagados";
const CHILD = "filho|filha|filhos|criança|neto|neta";

export const portuguese: PhraseTable = {
  language: "pt",
  common:
    "o os as e que em meu meus minha por para com não uma vossa do da dos olá obrigado obrigada é eu bom dia seus sobre",
  negations: "não nunca jamais",
  asking: [
    "como posso|faço|se|apago|excluo|poderia",
    "posso",
    "é possível",
    "o+que acontece",
    "onde posso",
    "por+que|porquê",
  ],
  telling: [
    "por engano|erro",
    "recuperar|restaurar",
    "foi|foram … apagad*|excluíd*|eliminad*",
    "apaguei|excluí|eliminei",
  ],
  rights: {
    access: [
      [
        1,
        `saber|conhecer|consultar|ver|obter|comunic* & ficha|processo|dados|informações & meu|minha|meus|mim|sobre+mim`,
      ],
      [
        1,
        `quais|que|tudo|todos|todas|cópia|se|o+que & têm|tem|guard*|armazen*|possu*|conserv*|trat*|detêm|sabem|recolh*|colet* & mim|minha+pessoa|meu+respeito|meu+nome|meus`,
      ],
      [1, "direito+de+acesso|pedido+de+acesso|acesso+aos+meus|acesso+aos+dados"],
      [1, "cópia|lista|relatório … de|dos|dados … meus|dados|pessoais|informações"],
      [
        1,
        "que|quais|todos|todas … dados|informações … têm|tem|guardam|armazenam|possuem|conservam|tratam|sobre+mim|meus",
      ],
      [1, "o+que|tudo … sabem|têm|tem|guardam|vocês … sobre mim"],
      [
        1,
        "aceder|acessar|conhecer|receber|obter|enviem|enviar*|fornecer*|saber … dados|informações … sobre+mim|meus|pessoais|têm|possuem",
      ],
      [1, "com+quem|a+quem … meus dados … partilhad*|compartilhad*|vendid*|cedid*"],
    ],
    rectification: [
      [
        1,
        `nome|apelido|morada|endereço|telefone|número|email|data & não+é+o+meu|não+é+meu|não+é+a+minha|não+é+minha|não+está+correct*`,
      ],
      [
        1,
        `corrig*|corrij*|retific*|alter*|atualiz*|errad*|incorret* & nome|apelido|sobrenome|morada|endereço|data|telefone & meu|minha|meus`,
      ],
      [1, "retific*|rectific*|direito+de+retificação"],
      [
        1,
        "corrigir|corrijam|corrija|alterar|alterem|atualizar|atualizem|actualizar|mudar|correção … meu|minha|meus|o|a|os … nome|apelido|sobrenome|morada|endereço|data|dados|telefone|email",
      ],
      [
        1,
        "nome|apelido|morada|endereço|data|dados|sobrenome … está|estão|é|são … errad*|incorret*|incorrect*|desatualizad*",
      ],
    ],
    erasure: [
      [1, `apag*|elimin*|desaparec* & rasto|rastro|vestígio*|tudo & mim|meu|minha|meus|me`],
      [
        1,
        `desaparec*|suma|sumam|tirar|tirem|fora & dados|conta|perfil|fotos|cadastro|site|página & meu|minha|meus|minhas|me`,
      ],
      [
        1,
        `apag*|elimin*|exclu*|remov*|remoção|delet*|destru*|retir* & dados|conta|perfil|informações|tudo|cadastro|fotos|registos|registros & meu|meus|minha|minhas|mim|me`,
      ],
      [1, `${ERASE} … meu|minha|meus|minhas|todos|todas|tudo|a|os … ${DATA}`],
      [1, "direito+ao+esquecimento|direito+ao+apagamento|ser+esquecid*|direito+à+eliminação"],
      [1, `meus|minha|meu … ${DATA} … apagad*|eliminad*|excluíd*|removid*`],
      [1, `${ERASE} … tudo … que|sobre`],
      [1, "removam|retirem|tirem|apaguem|excluam me … base|sistema*|registos|cadastro"],
      [0.6, "encerrar|fechar|cancelar|encerramento … minha|da|a conta"],
    ],
    restriction: [
      [1, `até|enquanto & não|apenas|só & us*|utiliz*|trat*|conserv*|guard* & dados|informações|conta`],
      [1, "limitação … tratamento|dados"],
      [
        1,
        "limitar|limitem|bloquear|bloqueiem|suspender|suspendam|congelar|restringir … tratamento|uso|utilização|dados",
      ],
    ],
    portability: [
      [
        1,
        `lev*|receb*|envi*|export*|descarreg* & csv|json|xml|formato|legível|outro+serviço & dados|histórico|encomendas|pedidos|listas|tudo`,
      ],
      [1, "portabilidade"],
      [1, "dados … formato … estruturado|legível|leitura|csv|json"],
      [1, "transferir|transfiram|transmitir|transmitam … meus dados … para … outro|outra|novo|nova"],
    ],
    objection: [
      [1, `oponho|oposição|não+quero|não+autorizo & meus|meu & dados|informações`],
      [1, "direito+de+oposição"],
      [1, "oponho|opor|oposição … tratamento|uso|utilização|marketing|perfis|dados"],
      [1, "parem|deixem|cessem|parar … de … tratar|usar|utilizar|processar"],
      [1, "não … quero|autorizo|aceito|desejo … meus|que … dados … usad*|utilizad*|tratad*|usem|utilizem"],
    ],
    "human-review": [
      [1, "decisão|recusad*|rejeitad*|negad* … automatizad*|automátic*|algoritmo|computador"],
      [1, "automatizad*|automátic*|algoritmo … decisão|recusad*|rejeitad*|negad*"],
      [1, "intervenção+humana|pessoa|humano|funcionário … revej*|rever|revis*|reavali*|analis*"],
    ],
    "consent-withdrawal": [
      [1, "retirar|retiro|revogar|revogo|revogação|retirada … meu|o|do … consentimento|autorização"],
    ],
    "opt-out-of-sale": [[1, "não|proíbo|parem|oponho … vend*|venda|ceder|cedam … meus|dados|informações"]],
    "shine-the-light": [[1, "terceiros … marketing+direto … califórnia|divulgad*"]],
    child: [
      [
        1,
        `~ meu|minha|meus|nosso|nossa & filho|filha|filhos|criança|gémeos & cinco|seis|sete|oito|nove|dez|onze|doze|5|6|7|8|9|10|11|12|menor & conta|perfil|app|aplicação|regist*|inscrev*|site`,
      ],
      [
        1,
        `meu|minha|nosso|nossa & filho|filha|criança & sem+a+nossa|sem+a+minha|sem+autorização|sem+permissão|não+autorizei|às+escondidas`,
      ],
      [1, `meu|minha|meus|nosso|nossa … ${CHILD} … conta|dados|perfil|regist*|cadastr*|inscrev*|menor|fotos`],
      [1, `conta|dados|perfil … do|da|de … meu|minha|nosso|nossa ${CHILD}`],
      [1, "como|qualidade+de … pai|mãe|encarregad*|responsável+legal|representante+legal"],
    ],
    complaint: [
      [
        1,
        `escrevi|pedi|solicitei|enviei|pedido|email|carta|mensagem & ninguém|nunca|não|sem|nenhuma & resposta|respondeu|responderam|responde & dados|informações|acesso|apagamento|cópia|rgpd|lgpd`,
      ],
      [
        1,
        `inaceitável|indignad*|insatisfeit*|desiludid*|zangad*|chatead* & dados|informações|pedido & trat*|gest*|forma|maneira|us*`,
      ],
      [1, "reclamação|queixa|denúncia|denunciar|reclamar … cnpd|anpd|autoridade|proteção+de+dados|rgpd|lgpd|dados"],
      [1, "cnpd|anpd … queixa|reclamação|denúncia|apresentar"],
      [1, "violação|violaram|violam|infração … rgpd|lgpd|privacidade|direitos|dados"],
      [0.6, "reclamação|queixa"],
    ],
    unsubscribe: [
      [1, `não|parem|pare|chega & mais|parem|pare|receber & emails|mensagens|newsletter|publicidade|promoções|spam`],
      [1, "cancelar|anular … subscrição|inscrição|newsletter|assinatura"],
      [1, "descadastr*|remover+da+lista|desinscrever|não+me+enviem"],
      [1, "não … quero|desejo|pretendo … receber|mais … emails|mensagens|newsletter*|publicidade|e+mails|promoções"],
      [1, "parem|deixem|pare … de … enviar|mandar|escrever|spam|me"],
      [1, "retirem|removam|tirem|remover|retirar … me|meu|email|endereço … lista|newsletter|mailing"],
    ],
  },
  unspecified: [
    [0.6, "rgpd|lgpd … pedido|solicitação|direitos|direito"],
    [0.6, "exercer|exercício … meus|meu|de|dos … direitos|direito"],
    [0.6, "encarregado+de+proteção|proteção+de+dados … pedido|solicitação"],
  ],
  autoReply: [
    "resposta automática",
    "fora do|de … escritório",
    "ausente|ausência … escritório",
    "de|em férias",
    "mensagem+automática",
  ],
  spam: [
    "seo|backlinks|otimização+de+sites",
    "empréstimo*|crédito+rápido",
    "casino|cassino|bitcoin|cripto*",
    "vencedor|prémio|prêmio|loteria|herança",
    "criação+de+sites",
    "orçamento+grátis|consultoria+gratuita",
  ],
};
